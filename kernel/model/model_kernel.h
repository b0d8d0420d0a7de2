// kernel.h answered by the process table: before each call anyone else may run first, as
// the choices say, and every promise that supervise makes is checked at each call.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "kernel/kernel.h"
#include "kernel/model/choices.h"
#include "kernel/model/process_table.h"
#include "lib/service.h"
#include "lib/settings.h"
#include "lib/succession.h"
#include "lib/warden.h"
#include "lib/wardship.h"

namespace foster::model {

// svscan, after supervise has been killed: it finds out whose the orphans are, and tells
// the next supervise by a pipe.
struct successions {
    warden keeper{};
    std::vector<death> reaped{};   // in this wake-up, until the list is read
    bool reads_list = false;       // that comes next
    bool bereft = false;           // supervise has died, and that is not heard yet
    bool killed = false;           // ... and there is no other yet
    unsigned count = 0;            // so often
    std::vector<ward_note> pipe{}; // written, not read
    wardship wards{};              // as supervise has read of them
    bool looms = false;            // it can come to all this
    std::optional<status>
        published{};          // by the one that was killed, or the one that lives
    launch_records records{}; // so are these written
    std::uint64_t number = 0; // of the last launch, as supervise counts

    friend bool operator==(const successions&, const successions&) = default;
};

// What the service could have said since it was heard.
struct hearing {
    instant at{};        // when it was heard last
    nanoseconds still{}; // world::still, then and ...
    instant launched{};  // ... at the last launch, which was then
    nanoseconds still_at_launch{};
    unsigned by = 0;          // successions::count, when it was heard last, and ...
    unsigned by_launcher = 0; // ... at the last launch

    friend bool operator==(const hearing&, const hearing&) = default;
};

// Everything outside supervise.
struct world {
    process_table table;
    instant clock{};
    unsigned launches = 0;
    unsigned finishes = 0;
    bool heard_ready = false;    // of this launch
    bool asked_to_start = false; // control/u was run since the last start
    unsigned refusals = 0;       // so many spawns will be refused (EAGAIN)
    instant last_start{};
    std::optional<instant> commanded{}; // to start, while nobody lived, and not started
    std::size_t room = 0; // for notices of adoptions (kernel/adoptsig); 0: a kernel as is
    std::array<unsigned char, 32> sent{}; // how often each signal was sent
    std::string letters{};                // in supervise/control, unread
    bool down = false;                    // there is such a file
    std::size_t happened = 0;             // so many things were done by an outsider
    unsigned ticks = 0;                   // so many may still pass at any moment
    unsigned unwritten = 0;               // so many statuses may still be refused
    nanoseconds slept{};                  // by the machine
    nanoseconds still{};                  // so long nothing ran, what is slept and more
    hearing heard{};
    successions after{};

    friend bool operator==(const world&, const world&) = default;
};

// Whoever is neither supervise nor of the service, and writes letters and kills.
class outsider {
  public:
    virtual bool may_act(const world& w) const = 0; // while others run
    virtual void act(world& w) = 0;

  protected:
    ~outsider() = default;
};

// What a service does: at its first start, its second, ...; the last one from then on;
// its finish script, if it has one; and its scripts control/LETTER.
struct repertoire {
    struct control {
        char letter;
        scripts does;
    };
    std::vector<scripts> runs;
    scripts finish{};
    readiness ready = readiness::settled;
    nanoseconds ready_timeout{};
    nanoseconds watchdog{};
    std::vector<control> controls{};
};

// What happened, for whoever has to read a losing run.
struct event {
    enum class kind : unsigned char {
        step,
        spawn,
        finish,
        consult,
        refuse,
        reap,
        adoption,
        list,
        alone,
        signal,
        mark,
        publish,
        unwritten,
        wake,
        letter,
        blow,
        svscan,
        murder,
        succeed,
        time,
    } what;
    pid who{};
    int number = 0;
};
using diary = std::vector<event>;
std::string to_text(const event& e);

// Where a turn stands: the world, and all that it has been answered so far.  Given the
// life that the turn began with, nothing else bears on what it does next.
class points {
  public:
    // Equal for equal points, and for no others.
    std::size_t number(const world& w, const std::vector<std::uint64_t>& answers);

  private:
    struct point {
        world outside;
        std::vector<std::uint64_t> answers;
        friend bool operator==(const point&, const point&) = default;
    };
    struct point_hash {
        std::size_t operator()(const point& p) const;
    };
    std::unordered_map<point, std::size_t, point_hash> numbers_;
};

std::size_t hash_of(const world& w);

class model_kernel final : public kernel {
  public:
    model_kernel(world& w, const repertoire& lives, outsider& o, choices& c, points& p,
                 diary& d)
        : world_(w), lives_(lives), outsider_(o), choices_(c), points_(p), diary_(d)
    {
    }

    moment now() noexcept override;
    spawned spawn(std::uint64_t number) noexcept override;
    spawned finish(const death& of) noexcept override;
    spawned consult(char letter) noexcept override;
    std::optional<notice> hear() noexcept override;
    void mute(bool) noexcept override {} // no story says so much
    pid branch(pid who) noexcept override;
    void say(remark what) noexcept override;
    std::optional<foster::adoption> adopted() noexcept override;
    std::optional<death> reap() noexcept override;
    bool death_waits() noexcept override;
    bool alone() noexcept override;
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override;
    pid claimed() noexcept override { return {}; } // no story has a pidfile
    void signal(pid to, int signal) noexcept override;
    void signal_group(pid to, pid session, int signal) noexcept override;
    void mark_down(bool down) noexcept override;
    bool publish(const status& s) noexcept override;

    // Whether the last status could not be published.
    bool unwritten() const { return unwritten_; }

    // The first promise that was broken; empty: none.
    const std::string& broken() const { return broken_; }

    // What was said of who is main, while that was a child of ours.
    struct account {
        bool wrong = false;  // another one, which lived
        bool unsure = false; // that one, while starting
    };
    account told() const { return said_; }

  private:
    bool ours(pid who) const;
    void drain_adoptions();
    void note_main(const status& s);
    void hear_warden();
    void others_run();
    void record(launch_record::kind what, pid who);
    bool refuses_status();
    void note_heard();
    void check_named(const status& s);
    std::size_t pick(std::size_t count);
    void answered(std::uint64_t what) { answers_.push_back(what); }
    void check(bool kept, const char* promise);

    world& world_;
    const repertoire& lives_;
    outsider& outsider_;
    choices& choices_;
    points& points_;
    std::vector<std::uint64_t> answers_;
    diary& diary_;
    std::string broken_;
    bool unwritten_ = false;
    instant turn_began_{};                    // what the turn takes for the time
    nanoseconds still_{};                     // until then
    std::vector<foster::adoption> adoptions_; // drained, and not told yet
    account said_;
};

// Whether a clock tick may pass now: around the death of a supervise, whose successor
// must not take its own time for that of the launch.
bool tick_may_pass(const world& w);
void tick_passes(world& w, diary& d);

// What svscan can do by itself: one step of it.
bool svscan_may_act(const world& w);
void svscan_acts(world& w);

// Kills supervise; and the next one begins, which is told what was published
// and recorded; and whether all of that is dead, and others live.
void kill_supervise(world& w);
std::pair<predecessor, bool> succeed(world& w);

// The same service in another program of the same process, by the words that it is told.
service renewed(const service& before, const settings& how, const status& told,
                moment now);

// The promises, in the words in which a losing run names them.
namespace promise {
inline constexpr const char* one = "never two instances";
inline constexpr const char* paced = "never two starts within the delay";
inline constexpr const char* prompt = "a command starts it within a second";
inline constexpr const char* custody = "no signal but to an unreaped child";
inline constexpr const char* named = "no pid in the status that is not our child";
inline constexpr const char* gone = "down means that nobody is left";
inline constexpr const char* dead = "never taken for dead while alive";
inline constexpr const char* spared = "no bystander is signalled";
inline constexpr const char* zombie = "no zombie is left at rest";
inline constexpr const char* main = "at rest the main is the daemon";
inline constexpr const char* known = "at rest every child is named";
inline constexpr const char* again = "wanted up and dead: started within its delay";
inline constexpr const char* obeyed = "every command is obeyed once";
inline constexpr const char* phase = "at rest the phase is the story's";
inline constexpr const char* rests = "it comes to rest";
inline constexpr const char* finished = "after each death finish runs once, alone";
inline constexpr const char* allowed = "control/u has ended when the service starts";
inline constexpr const char* attended = "no attendant is taken for the service";
inline constexpr const char* dismissed = "down means that no attendant is left";
inline constexpr const char* ready = "ready is what this life has said";
inline constexpr const char* right = "told of adoptions, it never tells of a wrong main";
inline constexpr const char* at_once = "told of adoptions, it is sure of main at once";
inline constexpr const char* fair = "late only if it had the time to speak";
inline constexpr const char* audible = "late only if it was heard since the take-over";
inline constexpr const char* counted = "starts are counted";
} // namespace promise

// What its clocks show.
moment time_of(const world& w);

// The time of the world, in ticks of child::start.
std::uint64_t ticks(const world& w);

// The body that a script for this process is in.
const scripts& life_of(const repertoire& lives, unsigned launch);

// The launch of a finish script, and those of control/LETTER, downwards.
constexpr unsigned finish_launch = ~0U;
constexpr unsigned control_launch = finish_launch - 1;

} // namespace foster::model
