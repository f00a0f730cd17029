package io.gatefarm.push;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One part of a listing, in no order.
 *
 * <p>A walk over all pages gives each element once when nothing changes meanwhile. An element that comes or goes during the walk
 * may or may not be in it; one that is there all the time is never missed, but may come twice when the listing shrinks a lot
 * meanwhile. A page may be a little larger than asked for (a listing of up to 512 elements comes whole), and smaller, even empty,
 * without being the last. These are the guarantees of Redis's SCAN, on which it is built.
 *
 * @param items the elements of this part
 * @param next where the listing goes on; empty after the last part
 */
public record Page<T>(List<T> items, Optional<Cursor> next) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Every element, page after page, each fetched when it is reached: {@code Page.all(gateway::groups)} or {@code
     * Page.all(cursor -> gateway.clientIdsOfGroup("lobby", cursor))}. What the query throws, the stream throws.
     */
    public static <T> Stream<T> all(Function<Cursor, Page<T>> query) {
        Iterator<Page<T>> pages = new Iterator<>() {
            private Optional<Cursor> next = Optional.of(Cursor.START);

            @Override
            public boolean hasNext() {
                return next.isPresent();
            }

            @Override
            public Page<T> next() {
                Page<T> page = query.apply(next.orElseThrow(NoSuchElementException::new));
                next = page.next();
                return page;
            }
        };
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(pages, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .flatMap(page -> page.items().stream());
    }
}
