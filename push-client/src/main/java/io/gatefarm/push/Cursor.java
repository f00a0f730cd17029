package io.gatefarm.push;

/**
 * Where a listing goes on. It stays valid as long as the listing exists, also in another process: hand its position to a browser
 * and make the cursor again from it.
 *
 * @param position "" at the start, else as {@link Page#next} gave it; opaque
 * @param limit about how many elements a page shall have, 1 to 10,000
 */
public record Cursor(String position, int limit) {
    /** Elements of a page, about, unless another number is asked for. */
    public static final int DEFAULT_LIMIT = 500;

    private static final int MAX_LIMIT = 10_000;

    /** The first page, of about {@value #DEFAULT_LIMIT} elements. */
    public static final Cursor START = new Cursor("", DEFAULT_LIMIT);

    /** @throws IllegalArgumentException when the limit is out of bounds, with its value */
    public Cursor {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + " but is " + limit);
        }
    }

    /** The first page, of about so many elements. */
    public static Cursor start(int limit) {
        return new Cursor("", limit);
    }

    Cursor at(String next) {
        return new Cursor(next, limit);
    }
}
