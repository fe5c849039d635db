package org.commissionledger.bench;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the server does at least for a request: a POST that reads nothing, checks nothing and answers nothing. */
@Configuration(proxyBeanMethods = false)
class EmptyRoute {

    @Bean
    @Order(0)
    SecurityFilterChain emptyRouteIsOpen(HttpSecurity http) throws Exception {
        return http.securityMatcher("/empty")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable())
                .build();
    }

    @RestController
    static class Empty {
        @PostMapping("/empty")
        ResponseEntity<Void> empty() {
            return ResponseEntity.ok().build();
        }
    }
}
