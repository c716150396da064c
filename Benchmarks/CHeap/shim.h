// glibc's counts of the heap, which its Swift module leaves out.
#include <malloc.h>
