// Implements kernel.h on the process table.  Before each call all others may run first,
// as the choices decide.  Each call checks every promise of supervise.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "kernel/kernel.h"
#include "kernel/model/choice_points.h"
#include "kernel/model/process_table.h"
#include "lib/inherited.h"
#include "lib/orphan_owners.h"
#include "lib/predecessor.h"
#include "lib/service.h"
#include "lib/settings.h"

namespace foster::model {

// The state of svscan after supervise was killed: svscan finds the owners of the
// orphans, and reports them to the next supervise through a pipe.
struct successions {
    orphan_owners keeper{};
    std::vector<death> reaped{};   // in this wake-up, before the list is read
    bool reads_list = false;       // the list is read next
    bool bereft = false;           // supervise has died, and svscan does not know yet
    bool killed = false;           // ... and the next one has not begun
    unsigned count = 0;            // number of kills
    std::vector<ward_note> pipe{}; // written, but not read
    inherited_list wards{};        // as supervise knows them from the notes
    bool looms = false;            // a kill of supervise is possible
    // By the killed supervise, or by the living one.
    std::optional<status> published{};
    launch_records records{}; // written by the same
    std::uint64_t number = 0; // of the last launch, as supervise counts

    friend bool operator==(const successions&, const successions&) = default;
};

// Tells which notices the service could have sent since supervise last read them.
struct hearing {
    instant at{};        // when notices were last read
    nanoseconds still{}; // world::still at that time and ...
    instant launched{};  // ... at the last launch, which was then
    nanoseconds still_at_launch{};
    unsigned by = 0;          // successions::count when notices were last read, and ...
    unsigned by_launcher = 0; // ... at the last launch

    friend bool operator==(const hearing&, const hearing&) = default;
};

// The world outside of supervise.
struct world {
    process_table table;
    instant clock{};
    unsigned launches = 0;
    unsigned finishes = 0;
    bool heard_ready = false;    // for this launch
    bool asked_to_start = false; // control/u has run since the last start
    unsigned refusals = 0;       // number of spawns that will be refused (EAGAIN)
    instant last_start{};
    std::optional<instant> commanded{}; // a start of a dead service, not yet done
    // Number of notices of adoptions that find room (kernel/adoptsig); 0: a stock
    // kernel.
    std::size_t room = 0;
    std::array<unsigned char, 32> sent{}; // number of times each signal was sent
    std::string letters{};                // in supervise/control, unread
    bool down = false;                    // the file `down` exists
    std::size_t happened = 0;             // number of acts of the outsider
    // Number of ticks that may still pass at any moment.
    unsigned ticks = 0;
    unsigned unwritten = 0; // number of statuses that may still be refused
    nanoseconds slept{};    // suspended time of the machine
    // Time in which no process ran, suspended or not.
    nanoseconds still{};
    hearing heard{};
    successions after{};

    friend bool operator==(const world&, const world&) = default;
};

// A stranger to both supervise and the service, which writes letters and kills.
class outsider {
  public:
    virtual bool may_act(const world& w) const = 0; // while others run
    virtual void act(world& w) = 0;

  protected:
    ~outsider() = default;
};

// The scripts of a service: for its first start, its second, and so on, the last one
// also for all later starts; its finish script, if it has one; and its scripts
// control/LETTER.
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

// An event, for the reader of a losing run.
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

// Numbers the states of a turn: the world, and all answers so far.  With the service at
// the beginning of the turn, only these decide what the turn does next.
class points {
  public:
    // Returns equal numbers for equal points, and for no others.
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
    void mute(bool) noexcept override {} // no story sends so many notices
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

    // Returns whether the last status could not be published.
    bool unwritten() const { return unwritten_; }

    // Returns the first broken promise; empty if there is none.
    const std::string& broken() const { return broken_; }

    // The published main processes, while the true one was a child of supervise.
    struct account {
        bool wrong = false;  // another living process was published
        bool unsure = false; // the true one was published as starting
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
    instant turn_began_{};                    // the time of the turn
    nanoseconds still_{};                     // world::still at that time
    std::vector<foster::adoption> adoptions_; // drained, and not yet returned
    account said_;
};

// Returns whether a clock tick may pass now: around the death of a supervise, whose
// successor must not take its own time for that of the launch.
bool tick_may_pass(const world& w);
void tick_passes(world& w, diary& d);

// svscan_may_act() returns whether svscan can take a step, and svscan_acts() takes it.
bool svscan_may_act(const world& w);
void svscan_acts(world& w);

// kill_supervise() kills supervise.  succeed() begins the next one: it returns the
// published and recorded facts, and whether all of those processes are dead and others
// live.
void kill_supervise(world& w);
std::pair<predecessor, bool> succeed(world& w);

// Returns the service after an upgrade in place, made from the words that it gets.
service renewed(const service& before, const settings& how, const status& told,
                moment now);

// The promises, as a losing run names them.
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

// Returns the time of its clocks.
moment time_of(const world& w);

// Returns the time of the world in ticks of child::start.
std::uint64_t ticks(const world& w);

// Returns the scripts to which the process of that launch belongs.
const scripts& life_of(const repertoire& lives, unsigned launch);

// The launch of a finish script; scripts control/LETTER have those below.
constexpr unsigned finish_launch = ~0U;
constexpr unsigned control_launch = finish_launch - 1;

} // namespace foster::model
