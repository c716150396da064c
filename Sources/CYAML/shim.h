// Reads YAML event by event. libyaml's parser holds a pointer to itself, so it must not move, and its events are unions of
// structures: both stay on this side.
#pragma once

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

// What a text says next.
enum flowcensus_yaml_kind {
    FLOWCENSUS_YAML_ERROR,
    FLOWCENSUS_YAML_END,
    FLOWCENSUS_YAML_DOCUMENT,
    FLOWCENSUS_YAML_SCALAR,
    FLOWCENSUS_YAML_ALIAS,
    FLOWCENSUS_YAML_SEQUENCE,
    FLOWCENSUS_YAML_SEQUENCE_END,
    FLOWCENSUS_YAML_MAPPING,
    FLOWCENSUS_YAML_MAPPING_END,
    FLOWCENSUS_YAML_OTHER,
};

struct flowcensus_yaml {
    yaml_parser_t parser;
    yaml_event_t event;
    int holds_event;
    int kind;
    // From 0.
    size_t line;
    // Of a scalar; valid until the next call.
    const uint8_t *text;
    size_t length;
    // Whether a scalar stands without quotes and is no block.
    int is_plain;
    // Whether the node has an anchor or a tag of its own.
    int is_marked;
    // Of an error: the library's words, static.
    const char *problem;
    // Of an error in the bytes themselves: where; else more than any text has.
    size_t offset;
};

// Returns a reader of `length` bytes, which must stay; NULL where there is no memory.
static inline struct flowcensus_yaml *flowcensus_yaml_open(const uint8_t *bytes, size_t length) {
    struct flowcensus_yaml *yaml = calloc(1, sizeof *yaml);
    if (yaml == NULL) return NULL;
    if (!yaml_parser_initialize(&yaml->parser)) {
        free(yaml);
        return NULL;
    }
    yaml_parser_set_input_string(&yaml->parser, bytes, length);
    return yaml;
}

static inline void flowcensus_yaml_close(struct flowcensus_yaml *yaml) {
    if (yaml->holds_event) yaml_event_delete(&yaml->event);
    yaml_parser_delete(&yaml->parser);
    free(yaml);
}

// Reads the next event. After an error or the end it must not be called again.
static inline void flowcensus_yaml_next(struct flowcensus_yaml *yaml) {
    if (yaml->holds_event) yaml_event_delete(&yaml->event);
    yaml->holds_event = 0;
    yaml->is_marked = 0;
    if (!yaml_parser_parse(&yaml->parser, &yaml->event)) {
        yaml->kind = FLOWCENSUS_YAML_ERROR;
        yaml->line = yaml->parser.problem_mark.line;
        yaml->problem = yaml->parser.problem != NULL ? yaml->parser.problem : "no memory";
        yaml->offset = yaml->parser.error == YAML_READER_ERROR ? yaml->parser.problem_offset : PTRDIFF_MAX;
        return;
    }
    yaml->holds_event = 1;
    yaml->line = yaml->event.start_mark.line;
    switch (yaml->event.type) {
    case YAML_STREAM_END_EVENT: yaml->kind = FLOWCENSUS_YAML_END; break;
    case YAML_DOCUMENT_START_EVENT: yaml->kind = FLOWCENSUS_YAML_DOCUMENT; break;
    case YAML_ALIAS_EVENT: yaml->kind = FLOWCENSUS_YAML_ALIAS; break;
    case YAML_SCALAR_EVENT:
        yaml->kind = FLOWCENSUS_YAML_SCALAR;
        yaml->text = yaml->event.data.scalar.value;
        yaml->length = yaml->event.data.scalar.length;
        yaml->is_plain = yaml->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        yaml->is_marked = yaml->event.data.scalar.anchor != NULL || yaml->event.data.scalar.tag != NULL;
        break;
    case YAML_SEQUENCE_START_EVENT:
        yaml->kind = FLOWCENSUS_YAML_SEQUENCE;
        yaml->is_marked = yaml->event.data.sequence_start.anchor != NULL || yaml->event.data.sequence_start.tag != NULL;
        break;
    case YAML_MAPPING_START_EVENT:
        yaml->kind = FLOWCENSUS_YAML_MAPPING;
        yaml->is_marked = yaml->event.data.mapping_start.anchor != NULL || yaml->event.data.mapping_start.tag != NULL;
        break;
    case YAML_SEQUENCE_END_EVENT: yaml->kind = FLOWCENSUS_YAML_SEQUENCE_END; break;
    case YAML_MAPPING_END_EVENT: yaml->kind = FLOWCENSUS_YAML_MAPPING_END; break;
    default: yaml->kind = FLOWCENSUS_YAML_OTHER; break;
    }
}
