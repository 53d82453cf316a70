package io.gatehouse.account;

/**
 * The picture of a user as it is kept and shown.
 *
 * @param opaque what its address ends in: 160 random bits, others with every picture
 * @param userId whose it is
 * @param png the file; not copied
 * @param changedAtMs when it was set
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them, and the file is written once.
public record Avatar(String opaque, String userId, byte[] png, long changedAtMs) {
    /** Longest file, in bytes: a square of {@link Avatars#SIDE} pixels without transparency never has more. */
    public static final int MAX_BYTES = 204_800;

    /** Random bytes of {@link #opaque}. */
    public static final int OPAQUE_BYTES = 20;

    /** Characters of {@link #opaque}. */
    public static final int OPAQUE_LENGTH = 27;
}
