package dev.spindle.tools.files;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A notebook (Jupyter's {@code .ipynb}) as its cells: headings of this class's own, and behind a margin what the cells say. */
final class Notebook {
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final String MARGIN = "| ";

    private final List<String> lines = new ArrayList<>();

    private Notebook() {}

    /** The file with the cells in place of their JSON, if it is a notebook; else the file. */
    static TextFile readable(TextFile file) {
        if (!file.path().toLowerCase(Locale.ROOT).endsWith(".ipynb")) return file;
        try {
            List<Json> cells =
                    Json.parse(String.join("\n", file.lines())).get("cells").items();
            Notebook notebook = new Notebook();
            for (int at = 0; at < cells.size(); at++) notebook.cell(at + 1, cells.get(at));
            String what = "a notebook of " + cells.size() + " cells; to other tools it is JSON";
            return new TextFile(file.path(), what, notebook.lines);
        } catch (JsonException none) {
            return file;
        }
    }

    private void cell(int number, Json cell) {
        String kind = cell.find("cell_type").map(Notebook::text).orElse("");
        lines.add("[cell " + number + ": " + (kind.matches("code|markdown|raw") ? kind : "of an unknown kind") + "]");
        cell.find("source").ifPresent(this::add);
        for (Json output :
                cell.find("outputs").filter(Json::isArray).map(Json::items).orElse(List.of())) {
            lines.add("[output of cell " + number + "]");
            output(output);
        }
    }

    private void output(Json output) {
        output.find("text").ifPresent(this::add);
        output.find("ename").ifPresent(this::add);
        output.find("evalue").ifPresent(this::add);
        output.find("traceback")
                .filter(Json::isArray)
                .ifPresent(trace -> trace.items().forEach(this::add));
        Json data = output.find("data").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        data.find("text/plain").ifPresent(this::add);
        data.names().stream()
                .filter(type -> !type.equals("text/plain"))
                .forEach(type -> lines.add(MARGIN + "(" + type + " is left out)"));
    }

    private void add(Json value) {
        String text = COLOUR.matcher(text(value)).replaceAll("");
        if (!text.isEmpty()) text.lines().forEach(line -> lines.add(MARGIN + line));
    }

    /** A text, or the pieces of one. */
    private static String text(Json value) {
        if (value.isString()) return value.string();
        StringBuilder whole = new StringBuilder();
        if (value.isArray()) value.items().stream().filter(Json::isString).forEach(each -> whole.append(each.string()));
        return whole.toString();
    }
}
