#include "internal.h"

#include <openssl/evp.h>

rt_str rt_source_sha256(rt_str bytes, struct rt_arena *arena)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	if (!EVP_Digest(bytes.len ? bytes.data : "", bytes.len, digest, &size, EVP_sha256(), NULL) || size != 32)
		rt_out_of_memory(size); /* SHA-256 is always there; what can fail is an allocation */
	char *text = rt_arena_alloc(arena, 65);
	for (unsigned i = 0; i < size; i++) {
		text[2 * i] = digits[digest[i] >> 4];
		text[2 * i + 1] = digits[digest[i] & 15];
	}
	return (rt_str){ text, 64 };
}

void rt_source_sha1(rt_str bytes, unsigned char out[20])
{
	if (!EVP_Digest(bytes.len ? bytes.data : "", bytes.len, out, NULL, EVP_sha1(), NULL))
		rt_out_of_memory(20); /* likewise */
}
