#include "kernel/linux/notify_socket.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>
#include <utility>

#include "kernel/linux/errors.h"
#include "kernel/linux/safe_open.h"

namespace foster {

namespace {

// Five hexadecimal digits after the NUL.
constexpr std::size_t name_length = 6;

// In bytes: the limit of systemd (NOTIFY_BUFFER_MAX).  Most messages are short.
constexpr std::size_t longest_message = 4096;
constexpr std::size_t short_message = 512;

using socket_name = std::array<char, name_length>; // with @ for NUL, as in NOTIFY_SOCKET

constexpr const char* record = "notify";

bool is_name(const socket_name& name)
{
    return name[0] == '@' && std::all_of(name.begin() + 1, name.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

// Returns the name that an earlier supervise has recorded; '@' and NULs if there is
// none.  Ignores a file of another user, which could name any socket.
socket_name recorded_in(const fd& directory)
{
    socket_name read{};
    const fd file = open_kind(directory.number(), record, O_RDONLY, S_IFREG);
    struct stat there {};
    const bool is_ours = file && ::fstat(file.number(), &there) == 0 &&
                         there.st_uid == ::geteuid() &&
                         ::read(file.number(), read.data(), read.size()) == name_length;
    return is_ours && is_name(read) ? read : socket_name{'@'};
}

bool bind_to(const fd& socket, const socket_name& name)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(name.begin() + 1, name.end(), address.sun_path + 1);
    return is_name(name) && ::bind(socket.number(), reinterpret_cast<sockaddr*>(&address),
                                   sizeof address.sun_family + name_length) == 0;
}

// Takes a name that no socket has: unix_autobind(), net/unix/af_unix.c.
socket_name bind_anywhere(const fd& socket)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socklen_t length = sizeof address.sun_family;
    need(::bind(socket.number(), reinterpret_cast<sockaddr*>(&address), length),
         "unable to bind the notification socket");
    length = sizeof address;
    need(::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &length),
         "unable to read the name of the notification socket");
    socket_name name{'@'};
    std::copy_n(address.sun_path + 1, name_length - 1, name.begin() + 1);
    return name;
}

// Needs no memory, since the configuration loader has left room for the name in our
// environment.
void put_into_environment(const socket_name& name)
{
    char* const room = std::getenv("NOTIFY_SOCKET");
    if (room && std::strlen(room) == name_length) {
        std::ranges::copy(name, room);
        return;
    }
    char text[name_length + 1]{};
    std::ranges::copy(name, text);
    need(::setenv("NOTIFY_SOCKET", text, 1), "unable to set NOTIFY_SOCKET");
}

// Closes descriptors that arrive with a message (SCM_RIGHTS), so that they do not fill
// our table.
void drop_descriptors(const cmsghdr& part)
{
    const auto* data = CMSG_DATA(&part);
    for (std::size_t at = 0; at + sizeof(int) <= part.cmsg_len - CMSG_LEN(0);
         at += sizeof(int)) {
        int number = -1;
        std::memcpy(&number, data + at, sizeof number);
        ::close(number);
    }
}

// Takes the next message out of the queue.  Its text goes into `room`.
std::optional<notice> receive(const fd& socket, std::span<char> room) noexcept
{
    alignas(cmsghdr) char parts[CMSG_SPACE(sizeof(ucred)) + CMSG_SPACE(16 * sizeof(int))];
    iovec piece{room.data(), room.size()};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = parts;
    message.msg_controllen = sizeof parts;
    const auto got = ::recvmsg(socket.number(), &message, MSG_CMSG_CLOEXEC);
    if (got < 0) return std::nullopt;
    pid from;
    for (auto* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET) continue;
        if (part->cmsg_type == SCM_RIGHTS) drop_descriptors(*part);
        if (part->cmsg_type != SCM_CREDENTIALS) continue;
        ucred sender{};
        std::memcpy(&sender, CMSG_DATA(part), sizeof sender);
        from = {sender.pid};
    }
    notice heard;
    if (from && !(message.msg_flags & MSG_TRUNC)) try {
            heard = read_notice({room.data(), static_cast<std::size_t>(got)});
        } catch (const std::bad_alloc&) {
            // The message is lost.
        }
    heard.from = from ? from : pid{1}; // no process of ours
    return heard;
}

} // namespace

ear listen_for_notices(service_dir& dir)
{
    fd socket{need(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0),
                   "unable to create the notification socket")};
    const int yes = 1;
    need(::setsockopt(socket.number(), SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes),
         "unable to ask for the senders of notifications");
    need(::fcntl(socket.number(), F_SETOWN, ::getpid()), "unable to ask for SIGIO");
    need(::fcntl(socket.number(), F_SETFL, O_NONBLOCK | O_ASYNC),
         "unable to ask for SIGIO");
    auto name = recorded_in(dir.directory());
    const bool kept = bind_to(socket, name);
    if (!kept) {
        name = bind_anywhere(socket);
        dir.put(record, {name.data(), name.size()}); // a full disk: it is not kept
    }
    put_into_environment(name);
    return {std::move(socket), kept};
}

// Reads a long message into a page of its own, which is given back: a page of stack
// that was used once would stay for years.
std::optional<notice> next_notice(const fd& socket) noexcept
{
    char text[short_message];
    int size = 0; // of the next message
    if (::ioctl(socket.number(), FIONREAD, &size) < 0 || size <= int{short_message})
        return receive(socket, text);
    void* const page = ::mmap(nullptr, longest_message, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return receive(socket, text); // too long now: its end is lost
    auto heard = receive(socket, {static_cast<char*>(page), longest_message});
    ::munmap(page, longest_message);
    return heard;
}

} // namespace foster
