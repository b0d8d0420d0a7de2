/* glibc's _dl_find_object(3), which Debian's libgcc_eh calls to find a frame's unwind
   table, for a static program on musl: there is one object, and it is the program. */
#include <link.h>
#include <string.h>
#include <sys/auxv.h>

/* <dlfcn.h> of glibc 2.35. */
struct dl_find_object {
    unsigned long long flags;
    void *map_start, *map_end;
    void *link_map;
    void *eh_frame;
    unsigned long long reserved[7];
};

int _dl_find_object(void *pc, struct dl_find_object *result)
{
    const ElfW(Phdr) *header = (const ElfW(Phdr) *)getauxval(AT_PHDR);
    const unsigned long count = getauxval(AT_PHNUM);
    (void)pc;
    memset(result, 0, sizeof *result);
    for (unsigned long i = 0; i < count; ++i) /* at a fixed address: nothing to add */
        if (header[i].p_type == PT_GNU_EH_FRAME)
            result->eh_frame = (void *)header[i].p_vaddr;
    result->map_end = (void *)-1L;
    return result->eh_frame ? 0 : -1;
}
