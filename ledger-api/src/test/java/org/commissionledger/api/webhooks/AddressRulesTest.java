package org.commissionledger.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses may be called, in every way of writing them. */
class AddressRulesTest {

    private final AddressRules rules = new AddressRules(List.of());

    private boolean mayBeRegistered(String url, AddressRules rules) {
        Target target = Target.read(url, true).target();
        return target != null && (target.literal() == null || rules.allows(target.literal()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.0.0.1.:8080/",
                "http://127.1/",
                "http://127.255.255.254/",
                "http://2130706433/",
                "http://017700000001/",
                "http://0177.0.0.1/",
                "http://0x7f.0.0.1/",
                "http://0x7f000001/",
                "http://0X7F.1/",
                "http://127.0.0.01/",
                "http://0/",
                "http://0.0.0.0/",
                "http://localhost/",
                "http://LOCALHOST:80/",
                "http://a.localhost/",
                "http://10.1.2.3/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.168.0.1/",
                "http://169.254.169.254/latest/meta-data",
                "http://2852039166/",
                "http://100.64.0.1/",
                "http://100.127.255.255/",
                "http://192.0.0.1/",
                "http://192.0.2.1/",
                "http://198.18.0.1/",
                "http://198.51.100.7/",
                "http://203.0.113.7/",
                "http://192.88.99.1/",
                "http://224.0.0.1/",
                "http://239.255.255.255/",
                "http://240.0.0.1/",
                "http://255.255.255.255/",
                "http://[::1]/",
                "http://[::]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[0:0:0:0:0:ffff:10.0.0.1]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::127.0.0.1]/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://[64:ff9b:1::1]/",
                "http://[2002:7f00:1::]/",
                "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
                "http://[2001:db8::1]/",
                "http://[fe80::1]/",
                "http://[fe80::1%25eth0]/",
                "http://[fec0::1]/",
                "http://[fc00::1]/",
                "http://[fd12:3456::1]/",
                "http://[ff02::1]/",
                "http://[100::1]/",
            })
    void refuseWhatIsNotOnThePublicInternet(String url) {
        assertThat(mayBeRegistered(url, rules)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user@example.org/",
                "https://user:secret@example.org/",
                "https://example.org@127.0.0.1/",
                "https://example.org/#part",
                "https://example.org:0/",
                "https://example.org:99999/",
                "https://example.org:/",
                "https:///path",
                "https:example.org",
                "example.org",
                "//example.org/",
                "ftp://example.org/",
                "file:///etc/passwd",
                "gopher://127.0.0.1:6379/_INFO",
                "https://ex ample.org/",
                "https://exämple.org/",
                "https://１２７.0.0.1/",
                "https://-a.example.org/",
                "https://a..example.org/",
                "https://[::1/",
                "https://[1.2.3.4]/",
                "https://256.1.1.1/",
                "https://1.2.3.4.5/",
                "https://example.org\\@127.0.0.1/",
                "",
            })
    void refuseWhatCouldBeReadInTwoWays(String url) {
        assertThat(Target.read(url, true).target()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org",
                "https://example.org./hook",
                "https://hooks.example.org:8443/a/b?c=d&e=%20f",
                "https://xn--exmple-cua.org/",
                "https://a_b.example.org/",
                "https://1.2.3.4:8080/",
                "https://8.8.8.8/",
                "https://[2606:4700::1111]/",
                "https://[::ffff:8.8.8.8]/",
                "https://[64:ff9b::8.8.8.8]/",
                "https://1.example.org/",
                "https://172.32.0.1/",
                "https://100.128.0.1/",
            })
    void letThroughWhatIs(String url) {
        assertThat(mayBeRegistered(url, rules)).isTrue();
    }

    @Test
    void letThroughWhatTheSettingsAllowAndNoMore() {
        AddressRules allowing = new AddressRules(List.of("10.0.0.0/8", "127.0.0.1/32", "fd00::/8"));
        assertThat(mayBeRegistered("http://10.255.0.1/", allowing)).isTrue();
        assertThat(mayBeRegistered("http://[::ffff:10.0.0.1]/", allowing)).isTrue();
        assertThat(mayBeRegistered("http://127.0.0.1:8080/", allowing)).isTrue();
        assertThat(mayBeRegistered("http://[fd12::1]/", allowing)).isTrue();
        assertThat(mayBeRegistered("http://127.0.0.2/", allowing)).isFalse();
        assertThat(mayBeRegistered("http://11.0.0.0/", allowing)).isTrue();
        assertThat(mayBeRegistered("http://192.168.0.1/", allowing)).isFalse();
        assertThat(mayBeRegistered("http://[fc12::1]/", allowing)).isFalse();
    }

    @Test
    void wantHttpsUnlessTold() {
        assertThat(Target.read("http://example.org/", false).fault()).isEqualTo(Target.Fault.SCHEME);
        assertThat(Target.read("HTTPS://example.org/", false).target()).isNotNull();
    }

    @Test
    void holdForWhatANameStandsForAsWell() {
        try (AddressBook book = new AddressBook(rules)) {
            assertThat(List.of("localhost", "127.0.0.1", "2130706433", "[::1]"))
                    .allSatisfy(
                            host -> assertThat(resolve(book, host)).isInstanceOf(java.net.UnknownHostException.class));
        }
        try (AddressBook book = new AddressBook(new AddressRules(List.of("127.0.0.0/8", "::1/128")))) {
            assertThat(resolve(book, "127.0.0.1")).isEqualTo(List.of(InetAddress.ofLiteral("127.0.0.1")));
        }
    }

    private static Object resolve(AddressBook book, String host) {
        try {
            return List.of(book.resolve(host));
        } catch (java.net.UnknownHostException e) {
            return e;
        }
    }
}
