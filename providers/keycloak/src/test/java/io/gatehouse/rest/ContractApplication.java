package io.gatehouse.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.servers.Server;

/** What the API says of itself as a whole: title, servers, credentials. For the generator alone. */
@ApplicationPath("/")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Gatehouse",
                        version = "1",
                        description =
                                "API keys, agent identities and scoped agent tokens for Keycloak. The same paths hang under"
                                        + " both servers; what a caller may do is decided by its permissions.",
                        license = @License(name = "Apache-2.0", identifier = "Apache-2.0")),
        servers = {
            @Server(url = "/realms/{realm}/gatehouse/v1", description = "Programs and people"),
            @Server(url = "/admin/realms/{realm}/gatehouse", description = "Administrators")
        },
        security = {@SecurityRequirement(name = "bearer"), @SecurityRequirement(name = "api_key")})
@SecurityScheme(
        securitySchemeName = "bearer",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "A user access token for gatehouse, an admin token, an API key or an agent access token")
@SecurityScheme(
        securitySchemeName = "api_key",
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = "X-API-Key",
        description = "An API key")
class ContractApplication extends Application {}
