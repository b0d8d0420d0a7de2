// Compiles the implementation of toml++.
#define TOML_IMPLEMENTATION
#include "lib/toml/tomlplusplus.h"
