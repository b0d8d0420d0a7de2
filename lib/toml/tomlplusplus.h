// The one place that includes toml++, and how it is set up here.
// For lib/toml's own files only: nothing of it shows in read_state.h or write_json.h.
#pragma once

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 0
// Its asserts doubt the text and not only itself: 3.3 aborts on a line that is `[` alone,
// where the code behind the assert would have told what is wrong (t/fuzz/settings).
#define TOML_ASSERT(claim) static_assert(true)
#include <toml++/toml.h>
