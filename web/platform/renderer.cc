#include "platform/renderer.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "imgui.h"

namespace sluice::platform {
namespace {

constexpr char kVertexShader[] =
    "#version 300 es\n"
    "uniform vec4 to_clip;\n"
    "layout(location = 0) in vec2 position;\n"
    "layout(location = 1) in vec2 uv;\n"
    "layout(location = 2) in vec4 colour;\n"
    "out vec2 fragment_uv;\n"
    "out vec4 fragment_colour;\n"
    "void main() {\n"
    "  fragment_uv = uv;\n"
    "  fragment_colour = colour;\n"
    "  gl_Position = vec4(position * to_clip.xy + to_clip.zw, 0, 1);\n"
    "}\n";

constexpr char kFragmentShader[] =
    "#version 300 es\n"
    "precision mediump float;\n"
    "uniform sampler2D image;\n"
    "in vec2 fragment_uv;\n"
    "in vec4 fragment_colour;\n"
    "layout(location = 0) out vec4 result;\n"
    "void main() { result = fragment_colour * texture(image, fragment_uv); }\n";

GLuint compile(GLenum kind, const char* source) {
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  return shader;
}

float channel(unsigned int colour, int shift) { return static_cast<float>((colour >> shift) & 0xFFU) / 255.0F; }

const void* offset_of(size_t bytes) { return reinterpret_cast<const void*>(bytes); }

// Where the corners of the commands that follow begin in the buffer.
void point_at(unsigned int first_corner) {
  const size_t base = first_corner * sizeof(ImDrawVert);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(ImDrawVert), offset_of(base + offsetof(ImDrawVert, pos)));
  glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, sizeof(ImDrawVert), offset_of(base + offsetof(ImDrawVert, uv)));
  glVertexAttribPointer(2, 4, GL_UNSIGNED_BYTE, GL_TRUE, sizeof(ImDrawVert),
                        offset_of(base + offsetof(ImDrawVert, col)));
}

void send_part(const ImTextureData& texture, const ImTextureRect& part) {
  glPixelStorei(GL_UNPACK_ROW_LENGTH, texture.Width);
  glTexSubImage2D(GL_TEXTURE_2D, 0, part.x, part.y, part.w, part.h, GL_RGBA, GL_UNSIGNED_BYTE,
                  const_cast<ImTextureData&>(texture).GetPixelsAt(part.x, part.y));
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
}

GLuint make_texture(ImTextureData& texture) {
  GLuint name = 0;
  glGenTextures(1, &name);
  glBindTexture(GL_TEXTURE_2D, name);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, texture.Width, texture.Height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
               texture.GetPixels());
  return name;
}

GLuint name_of(const ImTextureData& texture) { return static_cast<GLuint>(texture.TexID); }

}  // namespace

bool Renderer::open() {
  program_ = glCreateProgram();
  const GLuint vertex = compile(GL_VERTEX_SHADER, kVertexShader);
  const GLuint fragment = compile(GL_FRAGMENT_SHADER, kFragmentShader);
  glAttachShader(program_, vertex);
  glAttachShader(program_, fragment);
  glLinkProgram(program_);
  glDeleteShader(vertex);
  glDeleteShader(fragment);
  GLint linked = 0;
  glGetProgramiv(program_, GL_LINK_STATUS, &linked);
  to_clip_ = glGetUniformLocation(program_, "to_clip");
  glGenBuffers(1, &corners_);
  glGenBuffers(1, &indices_);

  // Nobody else draws here, so all of this is set once.
  glUseProgram(program_);
  glBindBuffer(GL_ARRAY_BUFFER, corners_);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
  for (GLuint attribute = 0; attribute < 3; ++attribute) glEnableVertexAttribArray(attribute);
  glEnable(GL_BLEND);
  glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
  glDisable(GL_CULL_FACE);
  glDisable(GL_DEPTH_TEST);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);

  ImGuiIO& io = ImGui::GetIO();
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
  return linked != 0;
}

void Renderer::forget() {
  program_ = corners_ = indices_ = bound_texture_ = 0;
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    if (texture->Status == ImTextureStatus_WantDestroy) continue;
    texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ImTextureStatus_WantCreate);
  }
}

void Renderer::update_texture(ImTextureData& texture) {
  if (texture.Status == ImTextureStatus_WantCreate) {
    texture.SetTexID(static_cast<ImTextureID>(make_texture(texture)));
    texture.SetStatus(ImTextureStatus_OK);
  } else if (texture.Status == ImTextureStatus_WantUpdates) {
    glBindTexture(GL_TEXTURE_2D, name_of(texture));
    for (const ImTextureRect& part : texture.Updates) send_part(texture, part);
    texture.SetStatus(ImTextureStatus_OK);
  } else if (texture.Status == ImTextureStatus_WantDestroy && texture.UnusedFrames > 0) {
    const GLuint name = name_of(texture);
    if (name != 0) glDeleteTextures(1, &name);
    texture.SetTexID(ImTextureID_Invalid);
    texture.SetStatus(ImTextureStatus_Destroyed);
  }
}

void Renderer::draw(ImDrawData& data, int device_width, int device_height, unsigned int ground) {
  if (data.Textures != nullptr) {
    for (ImTextureData* texture : *data.Textures) {
      if (texture->Status != ImTextureStatus_OK) update_texture(*texture);
    }
  }
  bound_texture_ = 0;
  glDisable(GL_SCISSOR_TEST);
  glViewport(0, 0, device_width, device_height);
  glClearColor(channel(ground, IM_COL32_R_SHIFT), channel(ground, IM_COL32_G_SHIFT), channel(ground, IM_COL32_B_SHIFT),
               1);
  glClear(GL_COLOR_BUFFER_BIT);
  glEnable(GL_SCISSOR_TEST);
  // The viewport is a whole number of device pixels; DisplaySize may be a fraction of a CSS pixel.
  const float scale_x = 2.0F * data.FramebufferScale.x / static_cast<float>(device_width);
  const float scale_y = -2.0F * data.FramebufferScale.y / static_cast<float>(device_height);
  glUniform4f(to_clip_, scale_x, scale_y, -1.0F - data.DisplayPos.x * scale_x, 1.0F - data.DisplayPos.y * scale_y);
  for (const ImDrawList* list : data.CmdLists) draw_list(data, *list, device_height);
}

void Renderer::draw_list(const ImDrawData& data, const ImDrawList& list, int device_height) {
  glBufferData(GL_ARRAY_BUFFER, list.VtxBuffer.size_in_bytes(), list.VtxBuffer.Data, GL_STREAM_DRAW);
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, list.IdxBuffer.size_in_bytes(), list.IdxBuffer.Data, GL_STREAM_DRAW);
  corner_offset_ = 0;
  point_at(0);
  for (const ImDrawCmd& command : list.CmdBuffer) {
    if (command.UserCallback == nullptr) {
      draw_command(data, command, device_height);
    } else if (command.UserCallback != ImDrawCallback_ResetRenderState) {
      command.UserCallback(&list, &command);
    }
  }
}

void Renderer::draw_command(const ImDrawData& data, const ImDrawCmd& command, int device_height) {
  const ImVec2 scale = data.FramebufferScale;
  const int left = static_cast<int>(std::floor((command.ClipRect.x - data.DisplayPos.x) * scale.x + 0.01F));
  const int top = static_cast<int>(std::floor((command.ClipRect.y - data.DisplayPos.y) * scale.y + 0.01F));
  const int right = static_cast<int>(std::ceil((command.ClipRect.z - data.DisplayPos.x) * scale.x - 0.01F));
  const int bottom = static_cast<int>(std::ceil((command.ClipRect.w - data.DisplayPos.y) * scale.y - 0.01F));
  if (right <= left || bottom <= top || command.ElemCount == 0) return;
  if (command.VtxOffset != corner_offset_) {
    corner_offset_ = command.VtxOffset;
    point_at(corner_offset_);
  }
  const GLuint texture = static_cast<GLuint>(command.GetTexID());
  if (texture != bound_texture_) {
    bound_texture_ = texture;
    glBindTexture(GL_TEXTURE_2D, texture);
  }
  glScissor(left, device_height - bottom, right - left, bottom - top);
  static_assert(sizeof(ImDrawIdx) == 2);
  glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(command.ElemCount), GL_UNSIGNED_SHORT,
                 offset_of(command.IdxOffset * sizeof(ImDrawIdx)));
}

}  // namespace sluice::platform
