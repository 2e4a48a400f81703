// Judges the wire codec with libprotobuf-c: decodes each record of standard input and writes it again, encoded by it.
// A record is a line: full name of the type, tab, hex. descriptors.h is made by the test from what protoc-c generated.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "descriptors.h"

static const ProtobufCMessageDescriptor *find(const char *name) {
    for (size_t index = 0; index < sizeof descriptors / sizeof *descriptors; index++)
        if (strcmp(descriptors[index]->name, name) == 0) return descriptors[index];
    return NULL;
}

static int nibble(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

int main(void) {
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, stdin)) > 0) {
        char *hex = strchr(line, '\t');
        if (hex == NULL) return 2;
        *hex++ = 0;
        size_t size = strcspn(hex, "\n") / 2;
        // One byte more: an empty message may not be NULL.
        uint8_t *bytes = malloc(size + 1);
        for (size_t index = 0; index < size; index++)
            bytes[index] = (uint8_t)(nibble(hex[2 * index]) << 4 | nibble(hex[2 * index + 1]));
        const ProtobufCMessageDescriptor *descriptor = find(line);
        ProtobufCMessage *message = descriptor ? protobuf_c_message_unpack(descriptor, NULL, size, bytes) : NULL;
        if (message == NULL) {
            fprintf(stderr, "%s: not decoded: %.200s\n", line, hex);
            return 1;
        }
        size_t packed = protobuf_c_message_get_packed_size(message);
        uint8_t *again = malloc(packed + 1);
        protobuf_c_message_pack(message, again);
        printf("%s\t", line);
        for (size_t index = 0; index < packed; index++) printf("%02x", again[index]);
        printf("\n");
        free(again);
        free(bytes);
        protobuf_c_message_free_unpacked(message, NULL);
    }
    free(line);
    return 0;
}
