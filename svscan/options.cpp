#include "svscan/options.h"

#include <boost/program_options.hpp>
#include <sstream>
#include <vector>

#include "kernel/linux/errors.h"
#include "lib/version.h"

namespace foster {

namespace {

namespace po = boost::program_options;

std::string help_text(const po::options_description& visible)
{
    std::ostringstream text;
    text << "usage: svscan [OPTION...] [DIR]\n"
            "Keep a supervise running for each service directory in DIR [/service].\n\n"
         << visible
         << "\nTERM or INT brings all down and ends it; HUP looks again.  See "
            "svscan(8).\n";
    return text.str();
}

} // namespace

svscan_options read_svscan_options(int argc, char** argv)
try {
    po::options_description visible{"Options"};
    visible.add_options()("help,h", "print this text")("version,V", "print the version");
    po::options_description all;
    all.add(visible).add_options()("DIR", po::value<std::vector<std::string>>());
    po::positional_options_description operands;
    operands.add("DIR", -1);
    po::variables_map given;
    po::store(po::command_line_parser(argc, argv).options(all).positional(operands).run(),
              given);
    if (given.count("help")) return {help_text(visible), {}};
    if (given.count("version")) return {version_line("svscan"), {}};
    if (!given.count("DIR")) return {{}, "/service"};
    const auto& directories = given["DIR"].as<std::vector<std::string>>();
    if (directories.size() != 1)
        throw permanent_error("unable to scan more than one directory: give one "
                              "(usage: svscan [OPTION...] [DIR])");
    return {{}, directories[0]};
} catch (const po::error& e) {
    throw permanent_error(std::string{"unable to read the command line: "} + e.what() +
                          " (see svscan --help)");
}

} // namespace foster
