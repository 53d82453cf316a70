package io.gatehouse.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.core.net.AddressGuard;
import io.gatehouse.core.net.Cidr;
import io.gatehouse.core.net.IpAddress;
import io.gatehouse.core.net.OutboundUrl;
import io.gatehouse.platform.HttpOutcome.Answered;
import io.gatehouse.platform.HttpOutcome.Failed;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.KeyStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that lead where they should not, and certificates that are not the host's. A canary counts connections. Long because each way to lead astray is a row or a small server. */
@Timeout(60)
class GuardedAddressesTest {
    private static final HttpLimits QUICK = new HttpLimits(300, 500, 800, 64 * 1024);
    private static final AddressGuard LOOPBACK = new AddressGuard(List.of(Cidr.parse("127.0.0.1/32")));
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone";
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1",
                "169.254.169.254",
                "192.168.1.1",
                "100.64.0.1",
                "0.0.0.0",
                "::1",
                "fd00::1",
                "fe80::1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::1",
                "::7f00:1",
                "::"
            })
    void nameOfAPrivateAddressIsRefused(String address) throws Exception {
        Receiver canary = receiver(Receiver.answering(OK));
        Names names = new Names(address);

        assertFailed(post(http(AddressGuard.PUBLIC_ONLY, names), "receiver.test", canary), HttpFailure.ADDRESS_REFUSED);

        assertThat(names.asked).containsExactly("receiver.test");
        assertThat(canary.connections()).isZero();
    }

    @Test
    void oneRefusedAddressAmongManyRefusesTheName() throws Exception {
        Receiver canary = receiver(Receiver.answering(OK));
        GuardedHttp first = http(AddressGuard.PUBLIC_ONLY, new Names("127.0.0.1 8.8.8.8"));
        GuardedHttp last = http(AddressGuard.PUBLIC_ONLY, new Names("8.8.8.8 1.1.1.1 127.0.0.1"));
        GuardedHttp listed = http(LOOPBACK, new Names("127.0.0.1 127.0.0.2"));

        assertFailed(post(first, "receiver.test", canary), HttpFailure.ADDRESS_REFUSED);
        assertFailed(post(last, "receiver.test", canary), HttpFailure.ADDRESS_REFUSED);
        assertFailed(post(listed, "receiver.test", canary), HttpFailure.ADDRESS_REFUSED);

        assertThat(canary.connections()).isZero();
    }

    /** The name server says another address the second time; nobody asks it a second time. */
    @Test
    void checkedAddressIsTheOneThatIsConnected() throws Exception {
        KeyStore keys = keys();
        Receiver receiver = tlsReceiver(keys);
        Names names = new Names("127.0.0.1", "127.0.0.3", "127.0.0.3");
        GuardedHttp http = http(LOOPBACK, names, Optional.of(keys));

        assertThat(answered(post(http, "receiver.test", receiver)).text()).isEqualTo("done");
        assertThat(names.asked).containsExactly("receiver.test");

        assertThat(answered(post(http, "receiver.test", receiver)).text())
                .as("the open connection leads to the checked address still")
                .isEqualTo("done");
        assertThat(names.asked).hasSize(1);
        assertThat(receiver.connections()).isEqualTo(1);
    }

    @Test
    void rebindingToAPrivateAddressIsRefusedAtTheNextLookUp() throws Exception {
        KeyStore keys = keys();
        Receiver once = Receiver.overTls(tls(keys).getServerSocketFactory(), (self, socket) -> {
            if (self.readRequest(socket)) {
                Receiver.write(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\ndone");
            }
        });
        opened.add(once);
        GuardedHttp http = http(LOOPBACK, new Names("127.0.0.1", "127.0.0.2"), Optional.of(keys));

        assertThat(answered(post(http, "receiver.test", once)).text()).isEqualTo("done");
        assertFailed(post(http, "receiver.test", once), HttpFailure.ADDRESS_REFUSED);

        assertThat(once.connections()).isEqualTo(1);
    }

    @Test
    void unknownNameAndEmptyAnswerAreFailuresOfDns() throws Exception {
        Receiver canary = receiver(Receiver.answering(OK));

        assertFailed(post(http(LOOPBACK, new Names()), "receiver.test", canary), HttpFailure.DNS);
        assertFailed(post(http(LOOPBACK, new Names("")), "receiver.test", canary), HttpFailure.DNS);
        assertThat(canary.connections()).isZero();
    }

    @Test
    void slowLookUpIsGivenUp() throws Exception {
        Receiver canary = receiver(Receiver.answering(OK));
        CountDownLatch over = new CountDownLatch(1);
        opened.add(over::countDown);
        GuardedHttp http = http(
                LOOPBACK,
                name -> {
                    awaitUninterrupted(over);
                    return new InetAddress[0];
                },
                Optional.empty());

        HttpOutcome outcome = post(http, "receiver.test", canary);

        assertThat(((Failed) outcome).reason()).isIn(HttpFailure.DNS, HttpFailure.TIMEOUT);
        assertThat(outcome.latencyMs()).isLessThan(QUICK.totalMs() + 1_500L);
        assertThat(canary.connections()).isZero();
    }

    @Test
    void addressInTheUrlIsCheckedAgainWhenItIsSent() throws Exception {
        Receiver canary = receiver(Receiver.answering(OK));
        GuardedHttp http = http(AddressGuard.PUBLIC_ONLY, new Names());

        assertFailed(post(http, "127.0.0.1", canary), HttpFailure.ADDRESS_REFUSED);
        assertFailed(post(http, "::1", canary), HttpFailure.ADDRESS_REFUSED);
        assertFailed(
                http.post(new OutboundUrl("http", "127.0.0.1", canary.port(), "/"), Map.of(), new byte[0]),
                HttpFailure.ADDRESS_REFUSED);
        assertThat(canary.connections()).isZero();
    }

    @Test
    void plainHttpGoesToListedAddressesOnly() throws Exception {
        Receiver canary = receiver(Receiver.answering(OK));
        Names names = new Names("127.0.0.1");

        assertFailed(
                http(LOOPBACK, names)
                        .post(new OutboundUrl("http", "receiver.test", canary.port(), "/"), Map.of(), new byte[0]),
                HttpFailure.ADDRESS_REFUSED);
        assertFailed(
                http(LOOPBACK, names).post(new OutboundUrl("http", "8.8.8.8", 80, "/"), Map.of(), new byte[0]),
                HttpFailure.ADDRESS_REFUSED);

        assertThat(names.asked).isEmpty();
        assertThat(canary.connections()).isZero();
    }

    @Test
    void socketItselfRefusesAddressesThatNobodyChecked() throws Exception {
        Receiver canary = receiver(Receiver.answering(OK));
        InetSocketAddress there =
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), canary.port());

        try (Socket socket = new GuardedSocket(AddressGuard.PUBLIC_ONLY)) {
            assertThatThrownBy(() -> socket.connect(there)).isInstanceOf(RefusedHostException.class);
            assertThatThrownBy(
                            () -> socket.connect(InetSocketAddress.createUnresolved("localhost", canary.port()), 100))
                    .isInstanceOf(RefusedHostException.class);
        }
        assertThat(canary.connections()).isZero();
    }

    @Test
    void trustedCertificateOfTheHostIsAccepted() throws Exception {
        KeyStore keys = keys();
        Receiver receiver = tlsReceiver(keys);
        GuardedHttp http = http(LOOPBACK, new Names("127.0.0.1"), Optional.of(keys));

        assertThat(answered(post(http, "receiver.test", receiver)).text()).isEqualTo("done");
        assertThat(receiver.requests().get(0)).contains("Host: receiver.test:" + receiver.port());
    }

    @Test
    void certificateOfAnotherHostIsRefused() throws Exception {
        KeyStore keys = keys();
        Receiver receiver = tlsReceiver(keys);
        Names names = new Names("127.0.0.1", "127.0.0.1");
        GuardedHttp http = http(LOOPBACK, names, Optional.of(keys));

        assertFailed(post(http, "other.test", receiver), HttpFailure.TLS);
        assertFailed(post(http, "127.0.0.1", receiver), HttpFailure.TLS);
        assertThat(receiver.requests()).as("nothing was sent").isEmpty();
    }

    @Test
    void certificateThatNobodyTrustsIsRefused() throws Exception {
        Receiver receiver = tlsReceiver(keys());
        GuardedHttp http = http(LOOPBACK, new Names("127.0.0.1"), Optional.empty());

        assertFailed(post(http, "receiver.test", receiver), HttpFailure.TLS);
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void handshakesThatHangDripOrAreNoneEndInTime() throws Exception {
        Receiver hangs = receiver((self, socket) -> self.pause(30_000));
        Receiver drips = receiver((self, socket) -> {
            Receiver.write(socket, "\u0016\u0003\u0003 \u0000");
            while (!self.pause(50)) {
                Receiver.write(socket, "\u0002");
            }
        });
        Receiver plain = receiver((self, socket) -> Receiver.write(socket, "HTTP/1.1 400 Bad\r\n\r\n"));
        Receiver cuts = receiver((self, socket) -> socket.setSoLinger(true, 0));

        HttpOutcome dripped = post(http(LOOPBACK, new Names("127.0.0.1")), "receiver.test", drips);
        assertThat(((Failed) dripped).reason()).isIn(HttpFailure.TIMEOUT, HttpFailure.TLS);
        assertThat(dripped.latencyMs()).isLessThan(QUICK.totalMs() + 1_500L);
        assertFailed(post(http(LOOPBACK, new Names("127.0.0.1")), "receiver.test", hangs), HttpFailure.TIMEOUT);
        assertFailed(post(http(LOOPBACK, new Names("127.0.0.1")), "receiver.test", plain), HttpFailure.TLS);
        HttpOutcome cut = post(http(LOOPBACK, new Names("127.0.0.1")), "receiver.test", cuts);
        // On a busy machine the reset is there before the connection is known to be made.
        assertThat(((Failed) cut).reason()).isIn(HttpFailure.CONNECT, HttpFailure.RESET, HttpFailure.TLS);
    }

    @Test
    void slowAnswerOverTlsEndsAtTheTotalLimit() throws Exception {
        KeyStore keys = keys();
        Receiver receiver = Receiver.overTls(tls(keys).getServerSocketFactory(), (self, socket) -> {
            boolean ignored = self.readRequest(socket);
            Receiver.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
            while (!self.pause(50)) {
                Receiver.write(socket, "x");
            }
        });
        opened.add(receiver);
        GuardedHttp http = http(LOOPBACK, new Names("127.0.0.1"), Optional.of(keys));

        HttpOutcome outcome = post(http, "receiver.test", receiver);

        assertFailed(outcome, HttpFailure.TIMEOUT);
        assertThat(outcome.latencyMs()).isLessThan(QUICK.totalMs() + 1_500L);
    }

    private static void assertFailed(HttpOutcome outcome, HttpFailure reason) {
        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(((Failed) outcome).reason()).isEqualTo(reason);
    }

    private static Answered answered(HttpOutcome outcome) {
        assertThat(outcome).isInstanceOf(Answered.class);
        return (Answered) outcome;
    }

    private static HttpOutcome post(GuardedHttp http, String host, Receiver receiver) {
        return http.post(new OutboundUrl("https", host, receiver.port(), "/hook"), Map.of(), "{}".getBytes(UTF_8));
    }

    private GuardedHttp http(AddressGuard guard, NameLookup names) {
        return http(guard, names, Optional.empty());
    }

    private GuardedHttp http(AddressGuard guard, NameLookup names, Optional<KeyStore> trusted) {
        GuardedHttp http = new GuardedHttp(guard, () -> trusted, names, QUICK);
        opened.add(http);
        return http;
    }

    private Receiver receiver(Receiver.Behaviour behaviour) {
        Receiver receiver = Receiver.that(behaviour);
        opened.add(receiver);
        return receiver;
    }

    private Receiver tlsReceiver(KeyStore keys) throws Exception {
        Receiver receiver = Receiver.overTls(tls(keys).getServerSocketFactory(), Receiver.answering(OK));
        opened.add(receiver);
        return receiver;
    }

    private static SSLContext tls(KeyStore keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** Key and certificate of {@code receiver.test}, made with keytool. */
    private static KeyStore keys() throws Exception {
        try (InputStream file = GuardedAddressesTest.class.getResourceAsStream("receiver.p12")) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(file, PASSWORD);
            KeyStore both = KeyStore.getInstance("PKCS12");
            both.load(null, null);
            both.setKeyEntry("key", keys.getKey("receiver", PASSWORD), PASSWORD, keys.getCertificateChain("receiver"));
            both.setCertificateEntry("trusted", keys.getCertificate("receiver"));
            return both;
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // Look-ups of the operating system cannot be interrupted either.
            }
        }
    }

    /** A name server that gives one prepared answer after the other, addresses with spaces between, to whatever name. */
    private static final class Names implements NameLookup {
        private final List<String> asked = new ArrayList<>();
        private final Deque<String> answers;

        Names(String... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public synchronized InetAddress[] addresses(String name) throws UnknownHostException {
            asked.add(name);
            String answer = answers.poll();
            if (answer == null) {
                throw new UnknownHostException(name);
            }
            List<InetAddress> addresses = new ArrayList<>();
            for (String text : answer.split(" ", -1)) {
                if (!text.isEmpty()) {
                    addresses.add(address(text));
                }
            }
            return addresses.toArray(new InetAddress[0]);
        }

        private static InetAddress address(String text) throws UnknownHostException {
            try {
                return InetAddress.getByAddress(
                        IpAddress.parse(text).orElseThrow().bytes());
            } catch (IOException e) {
                throw new UnknownHostException(text);
            }
        }
    }
}
