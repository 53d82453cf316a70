package io.gatehouse.apikey;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a merge patch changes of a key; empty parts stay as they are.
 *
 * @param metadata a merge patch of its own (RFC 7396): members that are null go, objects are merged
 * @param isClearingMetadata whether metadata goes altogether before its patch is applied
 * @param limits what changes of its limits
 * @param isOn false switches the key off, true on again
 */
record ApiKeyPatch(
        Optional<String> name,
        Optional<List<String>> scopes,
        Optional<List<String>> audiences,
        Optional<Map<String, Object>> metadata,
        boolean isClearingMetadata,
        LimitsPatch limits,
        Optional<Boolean> isOn) {}
