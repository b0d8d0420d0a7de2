// svctl completion: makes scripts for shells from the tables of svctl/command_table.h.
// These scripts call `svctl list` for the names of services.
#include <algorithm>
#include <array>
#include <string>

#include "svctl/command_table.h"
#include "svctl/exit_codes.h"
#include "svctl/terminal/print.h"
#include "svctl/text/request.h"
#include "svctl/text/status_fields.h"

namespace foster {

namespace {

constexpr auto shells = std::to_array<std::string_view>({"bash", "zsh", "fish"});

bool offers(const command_row& command, const option_row& row)
{
    return row.what == option::help || command.options.has(row.what);
}

// Returns the text in single quotes, which all three shells understand.
std::string quoted(std::string_view text)
{
    std::string all{"'"};
    for (const char c : text) all += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return all += '\'';
}

// Returns the fixed operands of a command; empty if it has none.
std::string words_for(operands o)
{
    std::string text;
    if (o == operands::signalled) text = sendable_signals(" ");
    if (o == operands::shell)
        for (const auto s : shells) text.append(text.empty() ? "" : " ").append(s);
    return text;
}

// Returns the fields of svctl status --output.
std::string spaced_fields()
{
    auto text = known_fields();
    std::ranges::replace(text, ',', ' ');
    return text;
}

// Returns "*:-S|*:--scan-dir", a pattern for any command.  A letter with several
// meanings gets a pattern for each command with this meaning: "log:-n".
std::string either(const option_row& o)
{
    const auto all = all_options();
    const bool alone = std::ranges::count(all, o.letter(), &option_row::letter) == 1;
    std::string text = "*:--" + std::string{o.whole()};
    if (o.letter().empty()) return text;
    if (alone) return text.append("|*:-").append(o.letter());
    for (const auto& c : all_commands())
        if (offers(c, o)) text.append("|").append(c.name).append(":-").append(o.letter());
    return text;
}

// Returns a case for each command, which sets two variables to its options and
// operands.
std::string bash_cases()
{
    std::string text;
    for (const auto& c : all_commands()) {
        std::string options;
        for (const auto& o : all_options())
            if (offers(c, o))
                options.append(options.empty() ? "--" : " --").append(o.whole());
        text.append("    ").append(c.name).append(") options=").append(quoted(options));
        if (are_services(c.takes)) text += " services=1";
        if (const auto words = words_for(c.takes); !words.empty())
            text += " words=" + quoted(words);
        text += " ;;\n";
    }
    return text;
}

// Returns the cases for a word that is the value of the option before it.
std::string bash_values()
{
    std::string directories;
    std::string fields;
    std::string nothing;
    for (const auto& o : all_options()) {
        if (o.value.empty()) continue;
        auto& to = o.offered == offer::directories ? directories
                   : o.offered == offer::fields    ? fields
                                                   : nothing;
        to.append(to.empty() ? "" : "|").append(either(o));
    }
    return "    " + directories +
           ")\n        compopt -o filenames\n"
           "        mapfile -t COMPREPLY < <(compgen -d -- \"$word\")\n"
           "        return ;;\n    " +
           fields + ")\n        mapfile -t COMPREPLY < <(compgen -W " +
           quoted(spaced_fields()) + " -- \"$word\")\n        return ;;\n    " + nothing +
           ") return ;;\n";
}

std::string bash()
{
    std::string commands;
    for (const auto& c : all_commands()) commands.append(c.name) += ' ';
    return R"(# Completion of svctl for bash, as `svctl completion bash` prints it.
_svctl() {
    local line=${COMP_LINE:0:COMP_POINT} options='' services='' words=)" +
           quoted(commands + "--help --version") + R"( dir=() i
    local word=${line##*[[:space:]]} before=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    [ "$before" != = ] || before=${COMP_WORDS[COMP_CWORD - 2]} word=${word#*=}
    case ${COMP_WORDS[1]}:$before in
)" + bash_values() +
           R"(    esac
    if [ "$COMP_CWORD" -gt 1 ]; then
        words=''
        case ${COMP_WORDS[1]} in
)" + bash_cases() +
           R"(        esac
        case $word in -*) words=$options ;; esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
    case $services,$word in
    ,* | *,-*) ;;
    *,*/*)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
    *)
        for ((i = 2; i < COMP_CWORD; i++)); do
            case ${COMP_WORDS[i]} in
            -S | --scan-dir)
                dir=(--scan-dir "${COMP_WORDS[i + 1]}")
                [ "${dir[1]}" != = ] || dir[1]=${COMP_WORDS[i + 2]} ;;
            esac
        done
        while IFS= read -r i; do
            case $i in "$word"*) COMPREPLY+=("$i") ;; esac
        done < <(svctl list --names "${dir[@]}" 2>/dev/null) ;;
    esac
    # Where bash takes @ to begin a word, only what follows it is replaced.
    case $COMP_WORDBREAKS,$word in
    *@*,*@*) COMPREPLY=("${COMPREPLY[@]#"${word%"${word##*@}"}"}") ;;
    esac
}
complete -F _svctl svctl
)";
}

// Quotes a text for [...] or after a colon, for zsh's _arguments and _describe.
std::string for_zsh(std::string_view text)
{
    std::string all;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') all += '\\';
        all += c;
    }
    return all;
}

std::string zsh_option(const option_row& o)
{
    const std::string whole =
        "--" + std::string{o.whole()} + (o.value.empty() ? "" : "=");
    std::string rest = "[" + for_zsh(o.text) + "]";
    if (!o.value.empty())
        rest.append(":").append(o.value).append(
            o.offered == offer::directories ? ":_files -/"
            : o.offered == offer::fields    ? ":_values -s , field " + spaced_fields()
                                            : ": ");
    if (o.letter().empty()) return quoted(whole + rest);
    const std::string letter = "-" + std::string{o.letter()};
    return quoted("(" + letter + " --" + std::string{o.whole()} + ")") + "{" + letter +
           (o.value.empty() ? "" : "+") + "," + whole + "}" + quoted(rest);
}

std::string zsh()
{
    std::string commands;
    std::string cases;
    for (const auto& c : all_commands()) {
        commands +=
            "        " + quoted(std::string{c.name} + ":" + for_zsh(c.text)) + "\n";
        cases.append("    ").append(c.name).append(") _arguments -s");
        for (const auto& o : all_options())
            if (offers(c, o)) cases += " \\\n        " + zsh_option(o);
        if (const auto words = words_for(c.takes); !words.empty())
            cases += " \\\n        '1:word:(" + words + ")'";
        if (are_services(c.takes)) cases += " \\\n        '*:service:_svctl_services'";
        cases += " ;;\n";
    }
    return R"(#compdef svctl
# Completion of svctl for zsh, as `svctl completion zsh` prints it.
_svctl_services() {
    local -a all dir
    local at=${words[(I)(-S|--scan-dir)]}
    (( at )) && dir=(--scan-dir "${words[at + 1]}")
    all=("${(@f)$(svctl list --names $dir 2>/dev/null)}")
    compadd -a all
    [[ $PREFIX != */* ]] || _files -/
}
_svctl() {
    local -a all
    if (( CURRENT == 2 )); then
        all=(
)" + commands +
           R"(        )
        _describe command all
        return
    fi
    shift words
    (( CURRENT-- ))
    case $words[1] in
)" + cases +
           R"(    esac
}
_svctl "$@"
)";
}

std::string fish()
{
    std::string text =
        R"(# Completion of svctl for fish, as `svctl completion fish` prints it.
function __svctl_services
    set -l words (commandline -opc)
    set -l dir
    if set -l at (contains -i -- --scan-dir $words; or contains -i -- -S $words)
        set dir --scan-dir $words[(math $at + 1)]
    end
    svctl list --names $dir 2>/dev/null
    if string match -q '*/*' -- (commandline -ct)
        __fish_complete_directories (commandline -ct)
    end
end
complete -c svctl -f
)";
    for (const auto& c : all_commands()) {
        const std::string name{c.name};
        const auto when =
            "complete -c svctl -n '__fish_seen_subcommand_from " + name + "'";
        text += "complete -c svctl -n __fish_use_subcommand -a " + name + " -d " +
                quoted(c.text) + "\n";
        for (const auto& o : all_options()) {
            if (!offers(c, o)) continue;
            text += when;
            if (!o.letter().empty()) text.append(" -s ").append(o.letter());
            text.append(" -l ").append(o.whole());
            if (!o.value.empty()) text += " -x";
            if (o.offered == offer::directories)
                text += " -a '(__fish_complete_directories)'";
            if (o.offered == offer::fields) text += " -a " + quoted(spaced_fields());
            text += " -d " + quoted(o.text) + "\n";
        }
        if (are_services(c.takes)) text += when + " -a '(__svctl_services)'\n";
        if (const auto words = words_for(c.takes); !words.empty())
            text += when + " -a " + quoted(words) + "\n";
    }
    return text;
}

} // namespace

int run_completion(const svctl_options& asked)
{
    const auto& shell = asked.names[0];
    if (shell == "bash")
        print(bash());
    else if (shell == "zsh")
        print(zsh());
    else if (shell == "fish")
        print(fish());
    else
        throw usage_error("unable to complete for \"" + shell +
                          "\": the shells are bash, zsh and fish");
    return exit_as_asked;
}

} // namespace foster
