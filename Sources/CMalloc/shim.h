// What glibc offers of the heap, which its Swift module leaves out.
#include <malloc.h>
