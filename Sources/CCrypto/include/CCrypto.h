#pragma once
#include <stddef.h>

// What became of a signature.
enum ccrypto_outcome {
  CCRYPTO_DONE = 0,
  // There is no libcrypto on this machine, or not one with these functions.
  CCRYPTO_NO_LIBRARY,
  // The bytes are no private key in PEM, or one with a passphrase.
  CCRYPTO_NO_KEY,
  // The key is not RSA, or has fewer than 2048 bits.
  CCRYPTO_OTHER_KEY,
  // The library would not sign.
  CCRYPTO_FAILED,
};

// RS256 (RFC 7518, 3.3): RSASSA-PKCS1-v1_5 with SHA-256. `count` is the room on the way in and the length of the signature on the way out.
enum ccrypto_outcome ccrypto_sign_rs256(
  const void *pem, size_t pem_count, const void *message, size_t message_count, unsigned char *signature, size_t *count);
