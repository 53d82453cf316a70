package io.gatehouse.tests;

/** The same on PostgreSQL. */
class AgentSpiffePostgresIT extends AgentSpiffeIT {
    @Override
    String database() {
        return "postgresql";
    }
}
