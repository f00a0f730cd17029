package io.gatefarm.examples.chat;

/** Makes text safe to put into a page. */
final class Html {
    private Html() {}

    /** The text as HTML: the five special characters escaped, line feeds as {@code <br />}. */
    static String escape(String text) {
        var html = new StringBuilder(text.length() + 16);
        for (char c : text.replace("\r\n", "\n").toCharArray()) {
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#039;");
                case '\n', '\r' -> html.append("<br />");
                default -> html.append(c);
            }
        }
        return html.toString();
    }
}
