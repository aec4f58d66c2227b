package dev.spindle.tools.http;

import okhttp3.HttpUrl;

/** Scheme, host and port of an address: who it is that is spoken to. */
final class Origin {
    private Origin() {}

    static String of(String address) {
        HttpUrl url = HttpUrl.parse(address);
        if (url == null) {
            throw new IllegalArgumentException("'" + address + "' is no origin; write it like 'https://example.com'");
        }
        return of(url);
    }

    static String of(HttpUrl url) {
        return url.scheme() + "://" + url.host() + ":" + url.port();
    }
}
