package org.commissionledger.api.web;

import java.util.List;
import org.apache.catalina.util.NetMask;
import org.apache.catalina.valves.RemoteIpValve;
import org.commissionledger.api.LedgerSettings;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Believes what {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port} say only where it comes from a proxy that the
 * settings name. Anyone can write these headers: whoever were believed could sign in from as many addresses as they like, and have links
 * made that lead elsewhere.
 */
@Component
class TrustedProxies implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final List<String> networks;

    @Autowired
    TrustedProxies(LedgerSettings settings) {
        this(settings.trustedProxies());
    }

    TrustedProxies(List<String> networks) {
        networks.forEach(TrustedProxies::requireNetwork);
        this.networks = List.copyOf(networks);
    }

    /** Without a slash the server would take the text for a pattern, in which {@code 10.1.1.1} is many addresses. */
    private static void requireNetwork(String text) {
        try {
            if (text.indexOf('/') > 0) {
                new NetMask(text);
                return;
            }
        } catch (IllegalArgumentException e) {
            // answered below, with what is expected
        }
        throw new IllegalArgumentException(
                "ledger.trusted-proxies takes networks such as 10.1.0.0/16 or fd00::/8, and single addresses as 10.1.2.3/32");
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        if (networks.isEmpty()) {
            return;
        }
        RemoteIpValve valve = new RemoteIpValve();
        valve.setInternalProxies(String.join(",", networks));
        valve.setRemoteIpHeader("X-Forwarded-For");
        valve.setProtocolHeader("X-Forwarded-Proto");
        valve.setHostHeader("X-Forwarded-Host");
        valve.setPortHeader("X-Forwarded-Port");
        factory.addEngineValves(valve);
    }
}
