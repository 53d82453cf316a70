package io.gatehouse.apikey;

import io.gatehouse.core.key.Secret;

/**
 * A key that was just made.
 *
 * @param key the key
 * @param text its whole text: the one time that it exists outside its holder
 */
record IssuedApiKey(ApiKey key, Secret text) {}
