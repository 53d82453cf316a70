package io.gatehouse.core.token;

/**
 * Where the status of a token is published: claim {@code status.status_list} (draft-ietf-oauth-status-list section 6.2).
 *
 * @param index {@code idx}, place in the list, 0..{@value StatusList#MAX_ENTRIES} - 1
 * @param uri {@code uri} of the list, 1..{@value AgentTokenClaims#MAX_TEXT_LENGTH} visible ASCII characters
 */
public record StatusReference(int index, String uri) {

    public StatusReference {
        if (index < 0 || index >= StatusList.MAX_ENTRIES) {
            throw new IllegalArgumentException("claim status holds an idx that is out of range");
        }
        boolean isUri = !uri.isEmpty()
                && uri.length() <= AgentTokenClaims.MAX_TEXT_LENGTH
                && uri.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!isUri) {
            throw new IllegalArgumentException("claim status holds a uri that is none");
        }
    }
}
