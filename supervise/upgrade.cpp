#include "supervise/upgrade.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "kernel/linux/program_paths.h"
#include "lib/predecessor.h"
#include "lib/settings.h"

namespace foster {

namespace {

// Returns the words for the next program.  If no file was read, all words were given.
std::vector<std::string> words_of(char* const* argv, const status& was,
                                  const renewal& more, int back, bool refresh)
{
    std::vector<std::string> words{argv[0], argv[1]};
    if (back >= 0) words.push_back(std::string{way_back} + std::to_string(back));
    for (const auto& w : to_words(more)) words.push_back(w);
    for (const auto& w : to_words(was)) words.push_back(w);
    if (refresh) words.emplace_back(refresh_word);
    const auto of_settings = words.size();
    bool planned = false;
    char* const* word = argv + 2;
    for (; *word && std::strcmp(*word, "--") != 0; ++word) {
        planned = planned || when_planned(*word) || std::strcmp(*word, "planned") == 0;
        if (!is_of_the_past(*word)) words.emplace_back(*word);
    }
    if (!planned)
        words.insert(words.begin() + static_cast<std::ptrdiff_t>(of_settings),
                     to_planned(0, *word));
    for (; *word; ++word) words.emplace_back(*word);
    return words;
}

void keep(const renewal::descriptors& files, int back, bool over_exec)
{
    for (const int n :
         {files.lock, files.control, files.ok, files.notify, files.ready, back})
        if (n > STDERR_FILENO) ::fcntl(n, F_SETFD, over_exec ? 0 : FD_CLOEXEC);
}

} // namespace

int go_on_as_installed(char* const* argv, const status& was, const renewal& more,
                       bool refresh) noexcept
try {
    const auto path = installed_program();
    const fd self = opened(own_file);
    auto words = words_of(argv, was, more, self.number(), refresh);
    std::vector<char*> next;
    for (auto& w : words) next.push_back(w.data());
    next.push_back(nullptr);
    keep(more.files, self.number(), true);
    ::execve(path.c_str(), next.data(), environ);
    const int error = errno;
    keep(more.files, self.number(), false);
    return error;
} catch (const std::bad_alloc&) {
    return ENOMEM;
}

// Removes the word, so that no program goes back twice, and `refresh`.
void go_back(char** argv) noexcept
{
    int back = -1;
    char** to = argv;
    for (char** word = argv; *word; ++word)
        if (std::string_view{*word}.starts_with(way_back))
            back = way_back_in(*word).value_or(back);
        else if (*word != refresh_word)
            *to++ = *word;
    *to = nullptr;
    if (back >= 0) ::syscall(SYS_execveat, back, "", argv, environ, AT_EMPTY_PATH);
}

// The kernel stores the words one after the other.  Removed words leave room at the
// end.
void stay(char** argv) noexcept
{
    char* free = *argv;
    char** kept = argv;
    char* end = free;
    bool command = false;
    for (char** word = argv; *word; ++word) {
        const auto size = std::strlen(*word) + 1;
        end = *word + size;
        command = command || std::strcmp(*word, "--") == 0;
        if (!command && is_of_the_past(*word)) {
            if (const auto back = way_back_in(*word)) ::close(*back);
            continue;
        }
        *kept++ = static_cast<char*>(std::memmove(free, *word, size));
        free += size;
    }
    *kept = nullptr;
    std::memset(free, 0, static_cast<std::size_t>(end - free));
}

std::optional<int> way_back_in(std::string_view word) noexcept
{
    if (!word.starts_with(way_back)) return std::nullopt;
    word.remove_prefix(way_back.size());
    int number = -1;
    const auto end = word.data() + word.size();
    if (std::from_chars(word.data(), end, number).ptr != end || number <= STDERR_FILENO)
        return std::nullopt;
    return number;
}

} // namespace foster
