package io.gatehouse.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of authorities, of a server on 127.0.0.1 and of clients, made by the JDK's keytool. All clients have one key: it
 * is the names and the signatures that differ.
 */
final class TestCertificates implements AutoCloseable {
    /** Of every key store here. */
    static final String PASSWORD = "changeit";

    private static final int LIMIT_SECONDS = 60;

    private final Path folder;
    private final Path keys;

    TestCertificates() {
        try {
            folder = Files.createTempDirectory("gatehouse-certificates");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        keys = folder.resolve("keys.p12");
        pair("server", "CN=server", "san=ip:127.0.0.1");
        pair("client", "CN=client", "eku=clientAuth");
        keytool("-certreq", "-alias", "client", "-file", file("client.csr"));
    }

    /** Makes an authority; the file with its certificate. */
    Path authority(String alias, String dn) {
        pair(alias, dn, "bc:c=ca:true");
        Path certificate = folder.resolve(alias + ".pem");
        keytool("-exportcert", "-rfc", "-alias", alias, "-file", certificate.toString());
        return certificate;
    }

    /** The key store from which the server takes its certificate: it has that alone. */
    Path serverKeys() {
        try {
            KeyStore all = load();
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(
                    "server",
                    all.getKey("server", PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    all.getCertificateChain("server"));
            Path file = folder.resolve("server.p12");
            try (var out = Files.newOutputStream(file)) {
                own.store(out, PASSWORD.toCharArray());
            }
            return file;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client needs that has a certificate with this subject by this authority, and what else keytool is to know. */
    SSLContext client(String authority, String subjectDn, String... options) {
        String file = file(authority + "-client.pem");
        List<String> arguments = new ArrayList<>(
                List.of("-gencert", "-rfc", "-alias", authority, "-dname", subjectDn, "-infile", file("client.csr")));
        arguments.addAll(List.of("-outfile", file, "-ext", "eku=clientAuth"));
        arguments.addAll(List.of(options));
        keytool(arguments.toArray(String[]::new));
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            KeyStore all = load();
            Certificate own = CertificateFactory.getInstance("X.509").generateCertificate(in);
            return context(
                    (PrivateKey) all.getKey("client", PASSWORD.toCharArray()), own, all.getCertificate(authority));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client needs that has no certificate. */
    SSLContext anonymous() {
        try {
            return context(null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }

    private SSLContext context(@Nullable PrivateKey key, Certificate... chain)
            throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (key != null) {
            own.setKeyEntry("own", key, PASSWORD.toCharArray(), chain);
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(own, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", load().getCertificate("server"));
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            all.load(in, PASSWORD.toCharArray());
        }
        return all;
    }

    private void pair(String alias, String dn, String extension) {
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                dn,
                "-ext",
                extension,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30");
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
