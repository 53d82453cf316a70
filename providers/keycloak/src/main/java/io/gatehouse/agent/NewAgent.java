package io.gatehouse.agent;

import io.gatehouse.platform.Owner;
import org.jspecify.annotations.Nullable;

/**
 * What a create asks for.
 *
 * @param owner who is to answer for the agent
 * @param organizationId organization that it is to belong to, null for none
 * @param mode for whom it may act
 * @param credential how it proves itself
 * @param details everything else
 * @param blueprintId the blueprint that it is made from, null for none
 */
public record NewAgent(
        Owner owner,
        @Nullable String organizationId,
        AgentMode mode,
        AgentCredential credential,
        AgentDetails details,
        @Nullable String blueprintId) {}
