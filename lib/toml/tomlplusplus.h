// The one place that includes toml++, and how it is set up here.
// For lib/toml's own files only: nothing of it shows in read_state.h or write_json.h.
#pragma once

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 0
#include <toml++/toml.h>
