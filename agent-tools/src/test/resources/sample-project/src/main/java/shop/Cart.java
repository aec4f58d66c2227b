package shop;

import java.util.ArrayList;
import java.util.List;

class Cart {
    private final List<Integer> cents = new ArrayList<>();

    void add(int price) {
        cents.add(price);
    }

    int total() {
        return cents.stream().mapToInt(Integer::intValue).sum();
    }

    int dearest() {
        return cents.stream().max(Integer::compare).orElseThrow();
    }
}
