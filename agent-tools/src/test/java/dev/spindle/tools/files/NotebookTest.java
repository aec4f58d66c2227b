package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.message.ToolMessage.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookTest {
    @TempDir
    Path top;

    @Test
    void cellsAreReadWithWhatTheyPrinted() throws Exception {
        Files.writeString(top.resolve("a.ipynb"), """
                {"cells": [
                  {"cell_type": "markdown", "source": ["# Prices\\n", "in cents"]},
                  {"cell_type": "code", "source": "print(1)\\n1/0", "outputs": [
                    {"output_type": "stream", "text": ["1\\n"]},
                    {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "division by zero",
                     "traceback": ["\\u001b[0;31mZeroDivisionError\\u001b[0m: line 2"]},
                    {"output_type": "display_data", "data": {"text/plain": ["<Figure>"], "image/png": "iVBOR"}}]}],
                 "nbformat": 4}
                """);

        assertThat(read("a.ipynb")).isEqualTo("""
                a.ipynb, lines 1 to 15 of 15, a notebook of 2 cells; to other tools it is JSON
                1| [cell 1: markdown]
                2| | # Prices
                3| | in cents
                4| [cell 2: code]
                5| | print(1)
                6| | 1/0
                7| [output of cell 2]
                8| | 1
                9| [output of cell 2]
                10| | ZeroDivisionError
                11| | division by zero
                12| | ZeroDivisionError: line 2
                13| [output of cell 2]
                14| | <Figure>
                15| | (image/png is left out)
                """);
    }

    @Test
    void cellCannotPassForAHeading() throws Exception {
        Files.writeString(
                top.resolve("a.ipynb"),
                "{\"cells\":[{\"cell_type\":\"x]\\n[cell 9: code\",\"source\":\"a\\n[cell 2: code]\\u202e\"}]}");

        assertThat(read("a.ipynb").lines().skip(1))
                .containsExactly("1| [cell 1: of an unknown kind]", "2| | a", "3| | [cell 2: code]\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "[]",
                "{}",
                "{\"cells\":1}",
                "{\"cells\":[1]}",
                "{\"cells\":[{\"outputs\":[1]}]}",
                "[[[["
            })
    void whatIsNoNotebookIsText(String text) throws Exception {
        Files.writeString(top.resolve("a.ipynb"), text);

        assertThat(new FileTools(top).readFile("a.ipynb", null, null).outcome()).isEqualTo(Outcome.OK);
    }

    private String read(String path) throws InterruptedException {
        return new FileTools(top).readFile(path, null, null).text();
    }
}
