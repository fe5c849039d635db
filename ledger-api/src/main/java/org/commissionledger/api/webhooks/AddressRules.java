package org.commissionledger.api.webhooks;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.commissionledger.api.LedgerSettings;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Which addresses may be called: those of the public internet, and those that the settings allow. Whoever registers an endpoint must not
 * reach what only this node can. IPv4 within IPv6 counts as the IPv4 address that it stands for; what is reserved, made up or translated
 * otherwise is refused whole.
 */
@Component
final class AddressRules {

    private static final List<Network> FORBIDDEN = networks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8",
            "100.64.0.0/10", // shared by carriers
            "127.0.0.0/8",
            "169.254.0.0/16", // link-local: clouds tell secrets there
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24", // documentation, as the two below
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15", // measurements
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, and broadcast
            "2001::/23", // Teredo and other protocols
            "2001:db8::/32", // documentation, as 3fff::
            "2002::/16", // 6to4: stands for any IPv4 address
            "3fff::/20");

    /** All that is given out of IPv6 to speak to. */
    private static final Network GLOBAL = Network.parse("2000::/3");

    private static final Network TRANSLATED = Network.parse("64:ff9b::/96");
    private static final Network COMPATIBLE = Network.parse("::/96");
    private static final int IPV4_BYTES = 4;

    private final List<Network> allowed;

    @Autowired
    AddressRules(LedgerSettings settings) {
        this(settings.webhooks().allowedNetworks());
    }

    AddressRules(List<String> allowedNetworks) {
        this.allowed = allowedNetworks.stream().map(Network::parse).toList();
    }

    private static List<Network> networks(String... texts) {
        return Arrays.stream(texts).map(Network::parse).toList();
    }

    boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (allowed.stream().anyMatch(network -> network.contains(bytes))) {
            return true;
        }
        if (bytes.length == IPV4_BYTES) {
            return isPublic(bytes);
        }
        if (TRANSLATED.contains(bytes) || COMPATIBLE.contains(bytes)) {
            return isPublic(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length));
        }
        return GLOBAL.contains(bytes) && isPublic(bytes);
    }

    private static boolean isPublic(byte[] bytes) {
        return FORBIDDEN.stream().noneMatch(network -> network.contains(bytes));
    }
}
