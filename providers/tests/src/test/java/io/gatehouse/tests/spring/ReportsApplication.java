package io.gatehouse.tests.spring;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A service as Spring Boot makes it from its properties: nothing here knows of Gatehouse. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableMethodSecurity
@RestController
public class ReportsApplication {
    @GetMapping("/reports")
    @PreAuthorize("hasAuthority('SCOPE_reports:read')")
    public String reports(Authentication caller) {
        return caller.getName();
    }
}
