package io.gatefarm.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a key store, as the JDK's TLS wants it, of PEM files, as everybody has them (RFC 7468). */
final class PemKeyStore {
    /** Of a store that never leaves memory. */
    static final String PASSWORD = "in memory";

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String PKCS8 = "PRIVATE KEY";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private PemKeyStore() {}

    /**
     * @throws IllegalArgumentException that names the file that cannot be used, and why
     * @throws IOException when a file cannot be read
     */
    static KeyStore load(Path certificatesFile, Path keyFile) throws IOException {
        List<? extends Certificate> chain = certificates(certificatesFile);
        PrivateKey key = key(keyFile);
        try {
            if (!belongTogether(key, chain.get(0).getPublicKey())) {
                throw new IllegalArgumentException(
                        "the key in " + keyFile + " is not that of the certificate in " + certificatesFile);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("gateway", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "cannot use " + certificatesFile + " with " + keyFile + ": " + e.getMessage(), e);
        }
    }

    private static List<? extends Certificate> certificates(Path file) throws IOException {
        try {
            var chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(read(file)));
            if (!chain.isEmpty()) {
                return List.copyOf(chain);
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + " does not hold certificates in PEM: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(file + " holds no certificate");
    }

    private static PrivateKey key(Path file) throws IOException {
        Matcher block = BLOCK.matcher(new String(read(file), StandardCharsets.US_ASCII));
        String other = "";
        while (block.find()) {
            if (block.group(1).equals(PKCS8)) {
                return key(file, Base64.getMimeDecoder().decode(block.group(2)));
            }
            other = block.group(1);
        }
        throw new IllegalArgumentException(file + " holds no \"" + PKCS8 + "\" (PKCS#8, not encrypted)"
                + (other.isEmpty() ? "" : ", but \"" + other + "\"; openssl pkcs8 -topk8 -nodes converts it"));
    }

    private static PrivateKey key(Path file, byte[] encoded) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                // a key of another kind
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + algorithm, e);
            }
        }
        throw new IllegalArgumentException(file + " holds a key that is none of " + ALGORITHMS);
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file " + file, e);
        } catch (java.nio.file.AccessDeniedException e) {
            throw new IllegalArgumentException(file + " may not be read", e);
        }
    }

    /** Signs with the one and checks with the other. */
    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        byte[] probe = PKCS8.getBytes(StandardCharsets.US_ASCII);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(probe);
        byte[] signature = signing.sign();
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(certified);
        checking.update(probe);
        return checking.verify(signature);
    }
}
