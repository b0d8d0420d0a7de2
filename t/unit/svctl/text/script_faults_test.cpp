// Faults in the text of a script that svctl finds before a start.
#include "svctl/text/script_faults.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

TEST(script, has_an_interpreter)
{
    EXPECT_EQ(interpreter_of("#!/bin/sh\nexec sleep 1\n"), "/bin/sh");
    EXPECT_EQ(interpreter_of("#! /usr/bin/env perl -w\n"), "/usr/bin/env");
    EXPECT_EQ(interpreter_of("exec sleep 1\n"), "");
    EXPECT_EQ(interpreter_of("#!"), "");
}

TEST(script, is_well)
{
    EXPECT_EQ(faults_of_script("#!/bin/sh\nexec sleep 1\n", "run"), std::vector<fault>{});
    EXPECT_EQ(faults_of_script("\177ELF\2\1\1", "run"), std::vector<fault>{});
}

TEST(script, has_faults_in_its_first_line)
{
    const auto line_of = [](std::string_view text) {
        const auto all = faults_of_script(text, "run");
        return all.size() == 1 ? static_cast<int>(all[0].line) : -1;
    };
    EXPECT_EQ(line_of(""), 0);
    EXPECT_EQ(line_of("exec sleep 1\n"), 1);
    EXPECT_EQ(line_of("#!\n"), 1);
    EXPECT_EQ(line_of("#!sh\n"), 1);
    EXPECT_EQ(line_of("#!/bin/sh\r\nexec sleep 1\r\n"), 1);
    EXPECT_EQ(line_of("\xef\xbb\xbf#!/bin/sh\n"), 1);
}

TEST(script, leaves_its_last_command_behind)
{
    EXPECT_EQ(line_left_behind("#!/bin/sh\nweb &\n"), 2U);
    EXPECT_EQ(line_left_behind("#!/bin/bash -e\n\nweb --fast & \n\n# the end\n"), 3U);
    EXPECT_EQ(line_left_behind("#!/bin/sh\nweb &"), 2U);
}

TEST(script, leaves_nobody_behind)
{
    EXPECT_EQ(line_left_behind("#!/bin/sh\nhelper &\nexec web\n"), 0U);
    EXPECT_EQ(line_left_behind("#!/bin/sh\nhelper &&\n"), 0U);
    EXPECT_EQ(line_left_behind("#!/usr/bin/perl\n$x = $y &\n"), 0U);
    EXPECT_EQ(line_left_behind("#!/bin/sh\n"), 0U);
    EXPECT_EQ(line_left_behind(""), 0U);
}

} // namespace
} // namespace foster
