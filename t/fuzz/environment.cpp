// Fuzzes the reader of environment files, in both forms.
#include <cstdint>
#include <string_view>

#include "lib/environment_file.h"
#include "t/fuzz/require.h"

using namespace foster;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto read = read_environment(text);
    claim((read.line == 0) == read.complaint.empty(), "a complaint has a line");
    for (const auto& v : read.variables)
        claim(is_variable(v.name), "what is called a variable may be one");
    claim(directory_value(text).find('\0') == std::string::npos, "a value has no NUL");
    return 0;
}
