#include "throwing.h"
#include <stdexcept>
#include <string>

__attribute__((noinline)) static int refuse(int value) {
    if (value > 0) throw std::runtime_error("refused " + std::to_string(value));
    return value;
}

int caught(int value) {
    try {
        return refuse(value);
    } catch (const std::exception &error) {
        return std::string(error.what()) == "refused 7" ? 1 : -1;
    }
}
