package io.gatefarm.redis.process;

/** A setting that is unknown or has a bad value; the message names it as the user wrote it. The process should end with 2. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SettingException(String message) {
        super(message);
    }
}
