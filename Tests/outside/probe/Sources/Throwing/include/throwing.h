#pragma once

#ifdef __cplusplus
extern "C"
#endif
    /* Whether an exception of C++ that is thrown in it is caught in it. */
    int caught(int value);
