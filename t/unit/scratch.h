// A temporary directory for one test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace foster {

class scratch {
  public:
    scratch()
    {
        std::string made =
            std::filesystem::temp_directory_path() / "foster-claims-XXXXXX";
        if (!::mkdtemp(made.data())) std::abort();
        path_ = made;
    }
    ~scratch() { std::filesystem::remove_all(path_); }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

} // namespace foster
