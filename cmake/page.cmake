# The style sheet and the script of the HTML page, as C, and the Content-Security-Policy that lets exactly them in: it
# names their SHA-256 in base64 (Content Security Policy Level 3, section 2.3.1).

# rt_base64_of_hex(OUT HEX): of a SHA-256, 64 digits: ten times three bytes, and two more.
function(rt_base64_of_hex out hex)
  set(alphabet ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)
  set(text "")
  foreach(at RANGE 0 60 6)
    string(SUBSTRING "${hex}00" ${at} 6 three)
    foreach(shift IN ITEMS 18 12 6 0)
      math(EXPR digit "(0x${three} >> ${shift}) & 63")
      string(SUBSTRING ${alphabet} ${digit} 1 digit)
      string(APPEND text ${digit})
    endforeach()
  endforeach()
  string(REGEX REPLACE ".$" "=" text ${text})
  set(${out} ${text} PARENT_SCOPE)
endfunction()

# rt_page_block(NAME FILE): appends to `page` a constant with the bytes of FILE; sets hash_NAME.
macro(rt_page_block name file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes ${bytes})
  string(REPLACE "0x0a," "0x0a,\n" bytes ${bytes})
  file(SHA256 ${file} hex)
  rt_base64_of_hex(hash_${name} ${hex})
  string(APPEND page "static const char ${name}[] = {\n${bytes}\n};\n"
    "const struct html_block html_${name} = { ${name}, sizeof ${name} };\n")
endmacro()

function(rt_write_page out)
  set(page "/* Made by cmake/page.cmake. */\n#include \"html.h\"\n\n")
  rt_page_block(style ${CMAKE_CURRENT_SOURCE_DIR}/lib/render/html.css)
  rt_page_block(script ${CMAKE_CURRENT_SOURCE_DIR}/lib/render/html.js)
  string(APPEND page "const char html_policy[] = \"default-src 'none'; style-src 'sha256-${hash_style}'; \"\n"
    "  \"script-src 'sha256-${hash_script}'; img-src data:; base-uri 'none'; form-action 'none'\";\n")
  file(CONFIGURE OUTPUT ${out} CONTENT "${page}" @ONLY)
endfunction()
