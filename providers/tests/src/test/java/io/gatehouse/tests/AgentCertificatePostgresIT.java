package io.gatehouse.tests;

/** The same on PostgreSQL. */
class AgentCertificatePostgresIT extends AgentCertificateIT {
    @Override
    String database() {
        return "postgresql";
    }
}
