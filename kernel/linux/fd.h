// A file descriptor with one owner, which closes it.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace foster {

class fd {
  public:
    fd() = default;
    explicit fd(int number) : number_(number) {}
    fd(fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    fd& operator=(fd&& other) noexcept
    {
        std::swap(number_, other.number_);
        return *this;
    }
    ~fd()
    {
        if (number_ >= 0) ::close(number_);
    }

    int number() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }
    void close() { fd{std::move(*this)}; }

  private:
    int number_ = -1;
};

// Opens a file for reading.  Returns no file on an error, with its reason in errno.
// musl's open() makes a second call for O_CLOEXEC, but its openat() does not.
inline fd opened(const char* path)
{
    return fd{::openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC)};
}

} // namespace foster
