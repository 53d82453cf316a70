package io.gatehouse.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.core.key.Peppers;
import io.gatehouse.core.key.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets of one realm that must be read again, such as a webhook's signing secret: AES-256-GCM (NIST SP 800-38D) under a key
 * that HKDF-SHA-256 (RFC 5869) derives from the realm's active pepper. A sealed secret opens only in the realm, row and column
 * for which it was sealed, so that a row copied over another one in the database gives nothing.
 *
 * <p>A sealed secret is {@code 1:<pepper id>:<base64url of nonce, ciphertext and tag>}. Immutable and thread-safe.
 */
public final class SecretBox {
    /** Most characters of a sealed secret without those of the secret itself, of which a byte takes 4/3. */
    public static final int MAX_OVERHEAD = 2 + Peppers.MAX_ID_LENGTH + 1 + 4 * (12 + 16 + 2) / 3;

    private static final String VERSION = "1:";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String MAC = "HmacSHA256";
    private static final byte[] SALT = "gatehouse secret box 1".getBytes(UTF_8);
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Peppers peppers;
    private final String realmId;

    /** @param peppers those of the realm */
    public SecretBox(Peppers peppers, String realmId) {
        this.peppers = peppers;
        this.realmId = realmId;
    }

    /**
     * Seals a secret with the active pepper.
     *
     * @param rowId id of the row that will hold it
     * @param column where in that row, such as {@code GATEHOUSE_WEBHOOK.SIGNING_SECRET}; not that of another secret
     */
    public String seal(Secret secret, String rowId, String column) {
        byte[] nonce = Entropy.bytes(NONCE_BYTES);
        String pepperId = peppers.activeId();
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, pepperId, nonce, rowId, column);
            byte[] sealed = cipher.doFinal(secret.reveal().getBytes(UTF_8));
            byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return VERSION + pepperId + ":"
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot encrypt with " + CIPHER, e);
        }
    }

    /**
     * Opens what {@link #seal} made for the same row and column.
     *
     * @throws IllegalStateException when its pepper has left the ring, or it was made for another place or changed since
     */
    public Secret open(String sealed, String rowId, String column) {
        int end = sealed.lastIndexOf(':');
        if (!sealed.startsWith(VERSION) || end < VERSION.length()) {
            throw new IllegalStateException("the sealed secret of " + column + " has an unknown form");
        }
        try {
            ByteBuffer all = ByteBuffer.wrap(Base64.getUrlDecoder().decode(sealed.substring(end + 1)));
            byte[] nonce = new byte[NONCE_BYTES];
            all.get(nonce);
            byte[] text = new byte[all.remaining()];
            all.get(text);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, pepperId(sealed, end), nonce, rowId, column);
            return Secret.of(new String(cipher.doFinal(text), UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException | java.nio.BufferUnderflowException e) {
            throw new IllegalStateException("the sealed secret of " + column + " does not open", e);
        }
    }

    /** True when it was sealed with a pepper that is not the active one: seal it again at the next chance. */
    public boolean isOutdated(String sealed) {
        return !sealed.startsWith(VERSION + peppers.activeId() + ":");
    }

    private static String pepperId(String sealed, int end) {
        return sealed.substring(VERSION.length(), end);
    }

    private Cipher cipher(int mode, String pepperId, byte[] nonce, String rowId, String column)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key(pepperId), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(fields(realmId, rowId, column));
        return cipher;
    }

    /** HKDF with one block of output, which is the 256 bits of the key. */
    private Key key(String pepperId) throws GeneralSecurityException {
        Map<String, byte[]> ring = peppers.byId();
        byte[] pepper = ring.get(pepperId);
        if (pepper == null) {
            throw new IllegalStateException(
                    "pepper \"" + pepperId + "\" has left the ring: put it back to read what it sealed");
        }
        byte[] extracted = hmac(SALT, pepper);
        byte[] info = fields("secret", realmId);
        byte[] block =
                ByteBuffer.allocate(info.length + 1).put(info).put((byte) 1).array();
        return new SecretKeySpec(hmac(extracted, block), "AES");
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(MAC);
        mac.init(new SecretKeySpec(key, MAC));
        return mac.doFinal(message);
    }

    /** Each field with its length, so that no two lists of fields give the same bytes. */
    private static byte[] fields(String... fields) {
        int size = 0;
        for (String field : fields) {
            size += Integer.BYTES + field.getBytes(UTF_8).length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (String field : fields) {
            byte[] text = field.getBytes(UTF_8);
            bytes.putInt(text.length).put(text);
        }
        return bytes.array();
    }
}
