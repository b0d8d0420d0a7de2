// The body of toml++.
#define TOML_IMPLEMENTATION
#include "lib/toml/tomlplusplus.h"
