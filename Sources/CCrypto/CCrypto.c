#include "CCrypto.h"
#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>

// OpenSSL's libcrypto, which libcurl brings along. Only who has a GitHub App needs it, so it is loaded at the first use, as CCurl loads its own; the functions
// are declared here as openssl 3's manual pages have them, so that no headers are needed.

typedef struct bio BIO;
typedef struct key EVP_PKEY;
typedef struct digest EVP_MD;
typedef struct context EVP_MD_CTX;

#define FUNCTIONS(X)                                                                                                                         \
  X(BIO *, BIO_new_mem_buf, (const void *, int))                                                                                             \
  X(int, BIO_free, (BIO *))                                                                                                                  \
  X(EVP_PKEY *, PEM_read_bio_PrivateKey, (BIO *, EVP_PKEY **, int (*)(char *, int, int, void *), void *))                                    \
  X(int, EVP_PKEY_get_base_id, (const EVP_PKEY *))                                                                                           \
  X(int, EVP_PKEY_get_bits, (const EVP_PKEY *))                                                                                              \
  X(void, EVP_PKEY_free, (EVP_PKEY *))                                                                                                       \
  X(EVP_MD_CTX *, EVP_MD_CTX_new, (void))                                                                                                    \
  X(void, EVP_MD_CTX_free, (EVP_MD_CTX *))                                                                                                   \
  X(const EVP_MD *, EVP_sha256, (void))                                                                                                      \
  X(int, EVP_DigestSignInit, (EVP_MD_CTX *, void **, const EVP_MD *, void *, EVP_PKEY *))                                                    \
  X(int, EVP_DigestSign, (EVP_MD_CTX *, unsigned char *, size_t *, const unsigned char *, size_t))                                           \
  X(void, ERR_clear_error, (void))

enum { KEY_RSA = 6, LEAST_BITS = 2048 };

#define MEMBER(result, name, parameters) result(*name) parameters;
static struct { FUNCTIONS(MEMBER) } library;
static int is_loaded;

static void load(void) {
  void *handle = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) { return; }
  int missing = 0;
#define FIND(result, name, parameters) missing |= (*(void **)&library.name = dlsym(handle, #name)) == NULL;
  FUNCTIONS(FIND)
  is_loaded = !missing;
}

static int loaded(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return is_loaded;
}

// Without this the library would ask for a passphrase on the terminal.
static int no_passphrase(char *buffer, int size, int writing, void *data) {
  (void)buffer, (void)size, (void)writing, (void)data;
  return -1;
}

enum ccrypto_outcome ccrypto_sign_rs256(
  const void *pem, size_t pem_count, const void *message, size_t message_count, unsigned char *signature, size_t *count) {
  if (!loaded()) { return CCRYPTO_NO_LIBRARY; }
  if (pem_count == 0 || pem_count > INT_MAX) { return CCRYPTO_NO_KEY; }
  enum ccrypto_outcome outcome = CCRYPTO_NO_KEY;
  EVP_PKEY *key = NULL;
  EVP_MD_CTX *context = NULL;
  BIO *reader = library.BIO_new_mem_buf(pem, (int)pem_count);
  if (reader != NULL) { key = library.PEM_read_bio_PrivateKey(reader, NULL, no_passphrase, NULL); }
  if (key != NULL) {
    outcome = CCRYPTO_OTHER_KEY;
    if (library.EVP_PKEY_get_base_id(key) == KEY_RSA && library.EVP_PKEY_get_bits(key) >= LEAST_BITS) {
      outcome = CCRYPTO_FAILED;
      context = library.EVP_MD_CTX_new();
      if (context != NULL && library.EVP_DigestSignInit(context, NULL, library.EVP_sha256(), NULL, key) == 1
          && library.EVP_DigestSign(context, signature, count, message, message_count) == 1) {
        outcome = CCRYPTO_DONE;
      }
    }
  }
  if (context != NULL) { library.EVP_MD_CTX_free(context); }
  if (key != NULL) { library.EVP_PKEY_free(key); }
  if (reader != NULL) { library.BIO_free(reader); }
  library.ERR_clear_error();
  return outcome;
}
